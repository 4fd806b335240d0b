import Diagnostics
import Foundation
import Line
import Testing
import TwinFile
import Units

/// A file of the repository, by its path from the root.
func repositoryFile(_ path: String) throws -> String {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
}

/// Reads a line's text, with CSV files beside it by name.
func read(
    _ text: String, files: [String: String] = [:]
) throws(Findings) -> ReadLine {
    try LineModel.read(text, file: "line.yaml", units: UDUnits()) { files[$0] }
}

/// The least that is a line.
let smallLine = """
    line: small
    stations:
      A: {process: 1 min}
      B: {process: 50 s, queue: 10}
    products:
      part: {release: saturated, route: [A, B]}

    """

/// A line that says everything that can be said.
let wholeLine = """
    line: whole
    economy:
      currency: USD
      energy: 0.18 USD/kWh
      lateness: 6 USD/h
      scrap: 2 USD
      escape: 90 USD
      yearly time: 4000 h
    run: {kind: steady, length: 20 d, warm-up: 0 s, precision: 1 %, replications: [8, 64], seed: 7}
    transport speed: 1.5 m/s
    calendars:
      two shifts: [mon-fri 06:00-14:00, mon-fri 14:00-22:00]
      nights: {open: "sun,mon-thu 22:00-06:00", breaks: ["01:00-01:30"]}
      days: 06:00-18:00
    crews:
      fitters: {people: 2, skills: [repair, setup], calendar: two shifts, cost: 38 USD/h}
      night watch: {people: 1, skills: [repair], calendar: nights}
    stocks:
      caps:
        initial: 500
        room: 9000
        price: 0.02 USD
        holding: 3.6 USD/h
        supplier:
          {order: 5000, at: 2000, lead time: {triangular: [1 d, 2 d, 4 d]}, order cost: 60 USD}
      goods: {demand: {every: {exponential: {mean: 1 h}}, pieces: 3, waits: false}}
      resin: {supplier: {up to: 800, below: 200, review: 1 d, lead time: 3 d}}
      offcuts: {room: 100}
    stations:
      saw:
        process: {normal: {mean: 12 s, deviation: 1 s}}
        units: 2
        queue:
          places: 10
          order: due date
          conveyor: {length: 6 m, speed: 0.5 m/s, accumulates: false}
        speed: 95 %
        setups: {erlang: {stages: 4, mean: 4.2 min}}
        breakdowns:
          jam: {every: {exponential: 40 min}, repair: 30 s, micro-stop: true}
          blade:
            every: {weibull: {mean: 4000 pcs, shape: 2}}
            clock: parts
            repair: 20 min
            part under work: scrap
        upkeep:
          lubricate: {every: 200 h, clock: calendar, takes: 30 min, renews: [jam]}
          sharpen: {when: parts_since_upkeep > 500 and work_since_upkeep > 2 h, takes: 5 min}
        calendar: two shifts
        at closing: finish
        hands: {repair: repair, setup: {skill: setup, people: 2}}
        power: {working: 12 kW, setup: 4 kW, idle: 3 kW, down: 2 kW, off shift: 100 W}
        position: [12 m, 4.5 m]
      oven:
        process: 40 min
        batch: {least: 4, most: 24, longest wait: 30 min}
        queue: {order: {least: due - remaining}}
        power: 50 kW
        position: [20 m, 4.5 m]
      paint 1:
        process: 1 min
        queue: {order: same setup, conveyor: {travel: 20 s}}
        setups:
          changes: [{to: primed, takes: 1 min}]
          matrix: {white: {black: 10 min}, black: {white: 45 min}}
          otherwise: 20 min
          first part: true
      paint 2: {queue: {order: {sequence: [door, frame, primer]}}}
      check: {process: {uniform: [10 s, 20 s]}, batch: 1}
    products:
      door:
        release: {arrivals: {lognormal: {mean: 10 min, deviation: 5 min}}, parts: 2}
        family: white
        priority: 3
        due after: 5 d
        margin: 12 USD
        material: 3 USD
        ends in: goods
        route:
          - {at: saw, takes: {caps: 4, resin: 1}, gives: {offcuts: 2, rest: 1}, defects: 0.6 %}
          - oven
          - step: paint
            at: [paint 1, paint 2]
            choice: [60 %, 40 %]
            process: 55 s
            defects: 0.01 + 0.001 * parts_since_setup
          - at: check
            inspection: {finds: 95 %, false alarms: 0.5 %, rework: paint, most reworks: 2}
      frame:
        release: {arrivals: 30 min, room: 6}
        family: black
        route:
          - {at: [saw], next: [{share: 75 %, to: paint}, {share: 25 %, to: finished}]}
          - {step: paint, at: [paint 1, paint 2], choice: first free, process: 2 min}
      primer:
        release: {orders: {A-17: {parts: 4, released: 6 h, due: 3 d}, A-18: {parts: 1}}}
        family: primed
        route:
          - at: saw
            next:
              - {when: "'paint 1.queue' > 5 and waited < 10 min", to: finished}
              - {to: paint}
          - {step: paint, at: [paint 1, paint 2], choice: cycle, process: 90 s}
      rest: {release: given, route: [check]}
      made to stock: {release: {replenishes: goods, up to: 20}, ends in: goods, route: [saw]}
      carrier: {release: {circulating: 5}, route: [check]}
      A: {release: saturated, route: [oven]}
      B: {release: saturated, route: [oven]}
    campaigns: [{A: 50}, {B: 20}, {A: 10}]

    """
