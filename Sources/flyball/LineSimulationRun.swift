import ArgumentParser
import Foundation
import Line
import LineDesk
import Replications

/// `flyball simulate DIR` for a folder with `line.yaml`.
struct LineSimulationRun {
    let directory: String
    let request: LineRequest
    /// Of the trace and the pictures over time.
    let hours: Double
    let trace: String?
    let out: String?
    let json: Bool

    func run() throws {
        let folder = try Talk.lineFolder(directory)
        var bar = ProgressBar("simulated")
        let simulation = LineSimulation(
            folder.model, request, by: ParallelReplications(), progress: { bar.show($0) })
        bar.clear()
        if trace != nil || out != nil {
            let recording = LineRecording(
                of: folder.model, seed: simulation.seed, length: hours * 3600)
            if let trace {
                try Talk.write(recording.csv, to: trace)
                Talk.say(
                    "written: \(trace), \(recording.trace.entries.count) rows of replication 0, "
                        + "the first \(hours) h")
            }
            if let out { try writePictures(simulation, recording, to: out) }
        }
        if let standstill = simulation.standstill {
            Talk.say(standstill)
            Talk.tell(json ? try simulation.json() : simulation.text)
            throw ExitStatus.failed
        }
        let text = json ? try simulation.json() : simulation.text
        Talk.tell(text.trimmingCharacters(in: .newlines))
    }

    private func writePictures(
        _ simulation: LineSimulation, _ recording: LineRecording, to out: String
    ) throws {
        let files = [
            (out + ".json", try simulation.json()), (out + "-states.svg", simulation.statesPicture),
            (out + "-buffers.svg", recording.buffersPicture),
            (out + "-gantt.svg", recording.ganttPicture),
        ]
        for (path, text) in files { try Talk.write(text, to: path) }
        Talk.say("written: " + files.map(\.0).joined(separator: ", "))
    }
}
