import Glibc
import Synchronization

/// How often SIGTERM or Ctrl-C came; a signal handler may touch nothing but an atomic.
private let asked = Atomic<Int>(0)

/// SIGTERM and the first Ctrl-C ask the run to drain; a second Ctrl-C ends the process at once.
package enum StopSignals {
    /// Takes over both signals for this process.
    package static func install() {
        for number in [SIGTERM, SIGINT] {
            signal(number) { number in
                let before = asked.add(1, ordering: .acquiringAndReleasing).oldValue
                // 130 is what a shell expects of a program that Ctrl-C ended.
                if number == SIGINT, before > 0 { _exit(130) }
            }
        }
    }

    /// True once a stop was asked for.
    package static var isAsked: Bool { asked.load(ordering: .acquiring) > 0 }
}
