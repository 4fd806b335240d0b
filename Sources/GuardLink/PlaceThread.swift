import Dispatch

/// Where the request of one place is answered: a thread of its own, so that neither a large message
/// of another client nor anything that blocks the process's shared threads holds up FAILSAFE.
final class PlaceThread: TaskExecutor {
    private let queue = DispatchQueue(label: "guard place")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
