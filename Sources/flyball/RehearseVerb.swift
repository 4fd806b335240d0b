import ArgumentParser
import Foundation
import FurnacePlant
import Operate
import Rehearsal
import Seal
import Swarm
import Tags

/// `flyball rehearse DIR`: the whole loop against the simulated furnace, in virtual time; with
/// `--seeds`, under drawn faults.
struct RehearseVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Run the loop against the simulated furnace in virtual time, under a seed.")

    @Argument(help: "The folder that holds twin.yaml; not with --swarm.") var directory: String?
    @Option(help: "The seed of disturbances, faults and the operator.") var seed: UInt64 = 1
    @Option(help: "Plant hours to run.") var hours = 24.0
    @Option(help: "Hours at the start that are not compared.") var settling = 0.0
    @Option(help: "A file for every slab that left, by run, as CSV.") var slabs: String?
    @Option(help: "A file for every recommendation and what became of it, as CSV.")
    var trace: String?
    @Flag(help: "Print one JSON object instead of text.") var json = false
    @Flag(help: "Rehearse the guard's side on a small plant under drawn faults.")
    var swarm = false
    @Option(help: "Under drawn faults: so many seeds, from --seed on.") var seeds: UInt64?

    func validate() throws {
        guard swarm == (directory == nil) else {
            throw ValidationError("Give the folder of a twin, or --swarm without one.")
        }
        let count = seeds ?? 1  // left out: one
        guard hours > 0, hours <= 1000, count > 0, count <= 1_000_000, seed <= UInt64.max / 2
        else { throw ValidationError("--hours, --seeds or --seed is out of range.") }
    }

    func run() async throws {
        guard let directory else { return try await runSwarm() }
        if let seeds { return try await runFurnace(directory, seeds) }
        let folder = try Talk.folder(directory)
        let start = Date()
        let rehearsal = try await Self.assembled {
            try await FurnaceRehearsal(folder, seed: seed, hours: hours, settling: settling)
        }
        let wall = Date().timeIntervalSince(start)
        if let slabs {
            try rehearsal.slabsCSV.write(toFile: slabs, atomically: true, encoding: .utf8)
        }
        if let trace { try Talk.write(rehearsal.traceCSV(folder.twin), to: trace) }
        if json {
            print(try rehearsal.json(seed: seed, hours: hours, wallSeconds: wall))
        } else {
            print(rehearsal.text(seed: seed, hours: hours, wallSeconds: wall))
        }
        if !rehearsal.report.breaches.isEmpty { throw ExitStatus.failed }
    }

    /// The furnace under drawn faults: one seed here, many in processes of their own.
    private func runFurnace(_ directory: String, _ seeds: UInt64) async throws {
        let folder = try Talk.folder(directory)
        let start = Date()
        var report = SwarmReport(of: FurnaceSeeds.subject(directory))
        if seeds == 1 {
            report.take(
                try await Self.assembled {
                    try await FurnaceRehearsal.underFaults(folder, seed: seed, hours: hours)
                })
        } else {
            guard let program = Bundle.main.executablePath else {
                Talk.say("this program cannot be found to start it once more")
                throw ExitStatus.failed
            }
            report = try await FurnaceSeeds(program: program, directory: directory, hours: hours)
                .run(seed...(seed + seeds - 1))
        }
        try show(report, since: start)
    }

    private func runSwarm() async throws {
        let start = Date()
        let last = seed + (seeds ?? 1) - 1  // left out: one
        try show(await SwarmReport.run(seeds: seed...last, hours: hours), since: start)
    }

    private func show(_ report: SwarmReport, since start: Date) throws {
        let wall = Date().timeIntervalSince(start)
        print(json ? try report.json(wallSeconds: wall) : report.text(wallSeconds: wall))
        if !report.violations.isEmpty { throw ExitStatus.failed }
    }

    /// Says what the twin's files lack, if that is why it cannot be rehearsed.
    private static func assembled<Result>(
        _ body: () async throws -> Result
    ) async throws -> Result {
        do { return try await body() } catch let error as AssemblyError {
            Talk.say(error.text)
            throw ExitStatus.misconfigured
        } catch let error as SealedTwinError {
            Talk.say("\(error)")
            throw ExitStatus.misconfigured
        }
    }
}
