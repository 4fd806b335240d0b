import Foundation
import Testing

@Suite struct ImportTests {
    @Test func `the plant's physics imports nothing but time, chance and quantities`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/FurnacePlant").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil
        ).filter { $0.pathExtension == "swift" }
        #expect(files.count > 10)
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count
                else { continue }
                let module = String(words[at + 1])
                #expect(
                    ["Determinism", "Quantities"].contains(module), "\(file.lastPathComponent)")
            }
        }
    }
}
