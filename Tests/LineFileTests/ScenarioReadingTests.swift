import Diagnostics
import Line
import Scenarios
import Testing
import TwinFile
import Units

@Suite struct ScenarioReadingTests {
    /// A scenario with every kind of change, for the whole line.
    private let every = """
        scenario: everything
        changes:
          - add units: {station: oven, units: 1, defects: 0.4 %}
          - times: {of: repair, at: [saw], breakdown: jam, by: 80 %}
          - times: {of: setup, at: all, by: {law: {uniform: [55 %, 90 %]}, likely: 75 %, name: a}}
          - remove failures: {at: all, share: {triangular: [10 %, 30 %, 45 %]}}
          - calendar: {of: oven, name: long, open: [mon-sat 06:00-22:00]}
          - calendar: {crew: fitters, open: 06:00-18:00}
          - upkeep: {station: saw, is: {oil: {every: 100 h, takes: 10 min}}}
          - setups: {station: saw, are: none}
          - setups: {station: paint 1, are: {otherwise: 5 min}}
          - campaigns: [{B: 20}, {A: 50}]
          - order: {station: oven, is: due date}
          - people: {crew: fitters, people: 3}
          - add crew: {name: helpers, people: 1, skills: [setup], cost: 30 USD/h}
          - supply time: {stock: caps, by: 50 %}
          - supply: {stock: resin, order: 300, at: 100}
          - demand: {of: goods, by: 115 %}
          - queue: {station: saw, places: 40}
          - queue: {station: oven, places: unlimited}
          - speed: {at: saw, by: 105 %}
          - defects: {product: door, step: saw, to: 0.5 %}
          - defects: {step: saw, by: 50 %}
          - release: {product: frame, is: {arrivals: 20 min}}
          - layout: {saw: [1 m, 2 m]}
          - transport speed: 2 m/s
        investment: {triangular: [140 kUSD, 150 kUSD, 180 kUSD]}
        yearly cost: 20 kUSD
        payment: in advance
        effort: {hours: 15 h, people: 12, rate: 35 USD/h, lost production: 50 %}
        lead time: 56 d
        risks: [one reference]

        """

    private func model() throws -> LineModel { try read(wholeLine).model }

    private func scenario(_ text: String) throws(Findings) -> Scenario {
        do {
            return try Scenario.read(
                NamedText(file: "s.yaml", text: text), for: [try model()], units: UDUnits())
        } catch let findings as Findings {
            throw findings
        } catch {
            throw Findings()
        }
    }

    @Test func `every change can be said`() throws {
        let read = try scenario(every)
        #expect(read.changes.count == 24)
        #expect(read.changes[0] == .addUnits(station: "oven", units: 1, defects: Figure(0.004)))
        #expect(read.changes[1] == .time(.repair("jam"), at: .at("saw"), by: Figure(0.8)))
        #expect(
            read.changes[2]
                == .time(
                    .setup, at: .all,
                    by: Figure(
                        .uniform(low: 0.55, high: 0.9), likely: 0.75, name: "a")))
        #expect(read.changes[7] == .setups(nil, station: "saw"))
        #expect(
            read.changes[14]
                == .supplierPolicy(.fixedQuantity(reorderPoint: 100, quantity: 300), stock: "resin")
        )
        #expect(read.changes[17] == .places(nil, before: "oven"))
        #expect(read.changes[20] == .defects(product: nil, step: "saw", .by(Figure(0.5))))
        #expect(
            read.changes[21] == .release(.arrivals(.constant(1200), parts: 1), product: "frame"))
        #expect(read.investment.likely == 150_000 && read.yearlyCost.likely == 20_000)
        #expect(read.payment == .inAdvance && read.leadTimeWeeks.likely == 8)
        let effort = try #require(read.effort)
        #expect(abs(effort.hours.likely - 15) < 1e-12 && effort.people.likely == 12)
        #expect(abs(effort.rate.likely - 35) < 1e-9 && effort.lostProduction.likely == 0.5)
        #expect(read.risks == ["one reference"])
    }

    @Test(arguments: [
        (
            "units: 1, defects", "unit: 1, defects", "change 1: add units: unknown key \"unit\"",
            "3:32"
        ),
        (
            "at: [saw], breakdown", "at: [sew], breakdown",
            "changes: 2: stations: sew: the line has", "4:5"
        ),
        ("of: repair", "of: repairs", "change 2: times: of is \"repairs\"", "4:17"),
        ("by: 105 %", "by: 105", "change 19: speed: by is \"105\" without a unit", "21:26"),
        ("140 kUSD", "140 kEUR", "\"kEUR\" is not a unit: the money of this file is USD", "27:27"),
        ("to: 0.5 %", "to: 50 %, by: 2 %", "change 20: defects: one of \"to\" and \"by\"", "22:5"),
        ("people: 3}", "people: 0}", "these changes leave whole with: ", "2:1"),
    ])
    func `what is wrong is said with its place`(
        old: String, new: String, message: String, place: String
    ) throws {
        #expect(every.contains(old))
        let changed = every.replacing(old, with: new, maxReplacements: 1)
        let error = try #require(#expect(throws: Findings.self) { try scenario(changed) })
        let shown = error.all.map { $0.text() }.joined()
        let found = error.all.first { $0.message.hasPrefix(message) }
        #expect(found != nil, "\(shown)")
        if let found { #expect("\(found.line):\(found.column)" == place, "\(shown)") }
    }

    @Test func `a study says what is assumed and what must hold`() throws {
        let text = """
            study: test
            lines: [a, b]
            most combined: 2
            confidence: 90 %
            precision: 1 %
            gates:
              - {measure: defect rate, below: 2 %, probability: 99 %}
              - {measure: good parts per hour, above: 50 1/h}
            assumptions:
              margins: {door: {triangular: [9 USD, 12 USD, 15 USD]}}
              hours a year: 4000 h
              comes true: 85 %
              years: 3
              discount rate: 6 %
              draws: 50
              replications a draw: 4
              notes: [all is sold]
            """
        let read = try Study.read(
            NamedText(file: "study.yaml", text: text), currency: "USD", units: UDUnits())
        #expect(read.lines == ["a", "b"] && read.study.mostCombined == 2)
        #expect(read.study.confidence == 0.9 && read.study.precision == 0.01)
        #expect(read.study.gates.count == 2)
        #expect(read.study.gates[0] == Gate(.defectRate, .below, 0.02, probability: 0.99))
        #expect(abs(read.study.gates[1].limit - 50) < 1e-9)
        let assumptions = read.study.assumptions
        #expect(
            assumptions.margins == [.init("door", Figure(.triangular(low: 9, mode: 12, high: 15)))])
        #expect(abs((assumptions.hoursPerYear?.likely ?? 0) - 4000) < 1e-9)
        #expect(assumptions.realization.likely == 0.85 && assumptions.years == 3)
        #expect(assumptions.draws == 50 && assumptions.replicationsPerDraw == 4)
        #expect(assumptions.notes == ["all is sold"])
    }

    @Test func `measured shares are read by state, and what is not said is not known`() throws {
        let text = """
            measured: week 12
            length: 40 h
            stations:
              A: {utilization: 85 %, down: 6 %, waiting for crew: 1 %}
              B: {utilization: 62 %}
            """
        let read = try Measurements.read(
            NamedText(file: "m.yaml", text: text), units: UDUnits())
        #expect(read.length == 144_000)
        #expect(
            read.stations == [
                .init(
                    "A", utilization: 0.85,
                    states: [.init(.down, 0.06), .init(.waitingForCrew, 0.01)]),
                .init("B", utilization: 0.62),
            ])
    }
}
