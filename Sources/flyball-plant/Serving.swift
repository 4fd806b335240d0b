import FurnacePlant
import Glibc
import ModbusDevice
import Synchronization

/// Set by SIGTERM and SIGINT; the loop sees it within a hundredth of a second.
let stopIsAsked = Atomic(false)

/// Runs the furnace in (accelerated) real time as a Modbus TCP device. Wall clock and waiting live
/// here and nowhere else in the plant.
enum Serving {
    /// Longest wait for a request before the furnace moves on [ms].
    private static let patience = 10

    static func run(_ options: PlantOptions) throws {
        listenToSignals()
        var bank = PlantBank(options.furnace(), block: options.block.map(PlantBlock.init))
        let device = try ModbusDevice(host: options.host, port: options.port)
        say(
            "flyball-plant: reheating furnace, seed \(options.seed), on modbus tcp "
                + "\(options.host):\(device.port), \(fixed(options.speed, 0)) × real time")
        let books = try options.setpoints.map { path throws(TextFile.Unwritable) in
            bank.watch = SetpointWatch(bank.furnace)
            return try SetpointBook(path)
        }
        let clock = ContinuousClock()
        let start = clock.now
        // With the block on, its own watchdog watches.
        var watchdog = Watchdog(patience: options.block == nil ? options.watchdog : nil)
        let end = options.hours.map { $0 * 3600 } ?? .infinity  // without --hours: until stopped
        while !stopIsAsked.load(ordering: .relaxed), bank.furnace.time < end {
            if options.isLeashed, leashIsCut() { break }
            books?.write(bank.watch?.take() ?? [])  // no watch, nothing to write
            device.serve(&bank, forMilliseconds: patience)
            let now = (clock.now - start) / .seconds(1)
            watchdog.look(at: &bank, now: now)
            bank.scan(at: now)
            let due = min(now * options.speed, end)
            let step = bank.furnace.settings.step
            guard due - bank.furnace.time >= step else { continue }
            // After a pause of this process the plant catches up by a minute of steps at a time, so
            // that masters are heard in between.
            for _ in 0..<min(Int((due - bank.furnace.time) / step), 12) {
                if options.isPractised { bank.furnace.practise(.practice) }
                bank.furnace.advance(by: step)
                bank.watch?.look(at: bank.furnace)
            }
            bank.refresh()
        }
        device.close()
        books?.write(bank.watch?.take() ?? [])  // no watch, nothing to write
        let outcome = Outcome("served", bank.furnace)
        say(options.isJSON ? outcome.json : "flyball-plant: " + outcome.text)
        if let truth = options.truth {
            try Recording.writeTruth(bank.furnace.takeDischarged(), to: truth)
        }
    }
}

/// Ends the run on SIGTERM and SIGINT, also if whoever started the plant had them blocked: a mask
/// is inherited.
private func listenToSignals() {
    var both = sigset_t()
    unsafe sigemptyset(&both)
    for number in [SIGTERM, SIGINT] {
        unsafe sigaddset(&both, number)
        signal(number) { _ in stopIsAsked.store(true, ordering: .relaxed) }
    }
    unsafe pthread_sigmask(SIG_UNBLOCK, &both, nil)
}

/// True once standard input was closed by whoever started the plant.
private func leashIsCut() -> Bool {
    var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&watched, 1, 0) > 0
}

/// Takes the loops out of remote when the master's heartbeat rests; back when it beats again.
struct Watchdog {
    /// Seconds of the wall clock; nil never acts.
    let patience: Double?
    private var beats = 0
    private var lastBeat = 0.0

    init(patience: Double?) { self.patience = patience }

    mutating func look(at bank: inout PlantBank, now: Double) {
        if bank.beats != beats {
            beats = bank.beats
            lastBeat = now
        }
        guard let patience, beats > 0 else { return }  // armed by the first beat
        let isResting = now - lastBeat > patience
        if isResting != bank.furnace.isShed { bank.furnace.shed(isResting) }
    }
}
