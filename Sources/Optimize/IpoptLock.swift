import Synchronization

/// The one lock of the core: Debian's IPOPT 3.11.9 (with MUMPS) crashes when two solves run at
/// once.
///
/// Held around creating, solving and freeing a problem; nothing else may take it.
private let ipoptLock = Mutex<Void>(())

/// Runs `body` while no other solve runs in this process.
func withIpoptLocked(_ body: () -> Void) {
    ipoptLock.withLock { _ in body() }
}
