import Dispatch

/// Runs an actor's work on a queue of its own: a solve blocks its thread, and on a machine of few
/// cores the tasks that read the plant meanwhile would wait for it.
final class SolveThread: SerialExecutor {
    private let queue = DispatchQueue(label: "loop")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}
