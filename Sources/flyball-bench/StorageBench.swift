import Determinism
import Foundation
import Historian
import Tags

/// Samples stored per second: 200 tags, one sample a second each, through intake and disk, and a
/// range read back.
func benchStorage() async throws {
    let folder = FileManager.default.temporaryDirectory.path + "/flyball-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("\(folder) was left behind: \(error)")
        }
    }
    let historian = try Historian(path: folder + "/record.sqlite") { .seconds(0) }
    let tags = (0..<200).map { TagName("TIC-\($0).PV") }
    let secondsPerBatch = 50
    var times: [Double] = []
    for batch in 0..<50 {
        var samples: [Sample] = []
        for second in 0..<secondsPerBatch {
            for (index, tag) in tags.enumerated() {
                guard let value = Finite(300 + Double(second) + 0.1 * Double(index)) else {
                    continue
                }
                let at = PlantTime.seconds(Double(batch * secondsPerBatch + second))
                samples.append(Sample(tag, value, at: at))
            }
        }
        let start = Timing.now()
        guard historian.intake.offer(samples) == .taken else { continue }
        _ = try await historian.drain()
        times.append((Timing.now() - start) / Double(samples.count))
    }
    let timing = Timing(seconds: times)
    print(
        "historian, \(times.count) batches of \(secondsPerBatch * tags.count) samples:",
        timing.text(unit: 1e-6), "µs per sample,",
        "\(Int(1 / timing.median)) samples stored per second")
    let range = PlantTime.seconds(0)...PlantTime.seconds(1e6)
    let start = Timing.now()
    let read = try await historian.samples(of: tags[7], in: range)
    print(
        "historian, one tag read back: \(read.count) samples in",
        "\(rounded((Timing.now() - start) * 1e3, 2)) ms")
    try await historian.close()
}
