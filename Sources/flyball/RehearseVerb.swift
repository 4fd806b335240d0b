import ArgumentParser
import Foundation
import FurnacePlant
import Operate
import Rehearsal
import Swarm
import Tags

/// `flyball rehearse DIR`: the whole loop against the simulated furnace, in virtual time.
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
    @Option(help: "With --swarm: so many seeds, from --seed on.") var seeds: UInt64 = 1

    func validate() throws {
        guard swarm == (directory == nil) else {
            throw ValidationError("Give the folder of a twin, or --swarm without one.")
        }
        guard hours > 0, hours <= 1000, seeds > 0, seeds <= 1_000_000, seed <= UInt64.max / 2
        else { throw ValidationError("--hours, --seeds or --seed is out of range.") }
    }

    func run() async throws {
        guard let directory else { return try await runSwarm() }
        let folder = try Talk.folder(directory)
        let start = Date()
        let rehearsal: FurnaceRehearsal
        do throws(AssemblyError) {
            rehearsal = try FurnaceRehearsal(folder, seed: seed, hours: hours, settling: settling)
        } catch {
            Talk.say(error.text)
            throw ExitStatus.misconfigured
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

    private func runSwarm() async throws {
        let start = Date()
        let report = await SwarmReport.run(seeds: seed...(seed + seeds - 1), hours: hours)
        let wall = Date().timeIntervalSince(start)
        print(json ? try report.json(wallSeconds: wall) : report.text(wallSeconds: wall))
        if !report.violations.isEmpty { throw ExitStatus.failed }
    }
}
