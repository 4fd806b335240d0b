import Foundation
import Synchronization

/// Waits on this thread, which must not be one that tasks run on, for what is done elsewhere.
package func awaited<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) throws -> T {
    let result = Mutex<Result<T, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    Task {
        let found: Result<T, any Error>
        do { found = .success(try await work()) } catch { found = .failure(error) }
        result.withLock { $0 = found }
        done.signal()
    }
    done.wait()
    guard let found = result.withLock({ $0 }) else { throw CancellationError() }
    return try found.get()
}
