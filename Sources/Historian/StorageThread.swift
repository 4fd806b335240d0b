import Dispatch

/// Runs an actor's work on a queue of its own, so that waiting for the disk blocks no other task.
final class StorageThread: SerialExecutor {
    private let queue = DispatchQueue(label: "historian")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        unsafe UnownedSerialExecutor(ordinary: self)
    }
}
