import Dispatch
import Synchronization

/// A bounded queue of jobs for one thread. The only thing that thread and callers share.
package final class Inbox<Job: Sendable>: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    /// What became of a job that was posted.
    package enum Posting: Hashable, Sendable { case taken, full, closed }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)
    /// Most jobs that wait at once.
    package static var capacity: Int { 64 }

    package init() {}

    package func post(_ job: Job) -> Posting {
        let posting = state.withLock { state -> Posting in
            guard !state.isClosed else { return .closed }
            guard state.jobs.count < Inbox.capacity else { return .full }
            state.jobs.append(job)
            return .taken
        }
        if posting == .taken { arrived.signal() }
        return posting
    }

    /// Lets the thread finish what is queued and then end.
    package func close() {
        state.withLock { $0.isClosed = true }
        arrived.signal()
    }

    /// The next job; blocks the calling thread. Nil once closed and empty.
    package func take() -> Job? {
        while true {
            arrived.wait()
            let (job, isDone) = state.withLock { state -> (Job?, Bool) in
                if state.jobs.isEmpty { return (nil, state.isClosed) }
                return (state.jobs.removeFirst(), false)
            }
            if let job { return job }
            if isDone { return nil }
        }
    }
}
