package import Diagnostics
import Foundation
package import Line
package import Quantities
import TwinFile

/// A folder with a `line.yaml`, read and without complaint.
package struct LineFolder: Sendable {
    package let path: String
    package let model: LineModel
    /// What its author should look at.
    package let warnings: Findings
    /// The file's text, to show where findings stand.
    package let source: SourceText

    /// - Parameter folder: below `path`, as findings are to name it; "" for `path` itself.
    /// - Throws: all that is wrong with it.
    package init(
        _ path: String, below folder: String = "", units: any UnitReader
    ) throws(Findings) {
        let file = folder.isEmpty ? LineFolder.fileName : folder + "/" + LineFolder.fileName
        let path = folder.isEmpty ? path : path + "/" + folder
        self.path = path
        guard let text = LineFolder.text(LineFolder.fileName, in: path) else {
            throw Findings([
                Diagnostic(
                    file: file, line: 1, column: 1,
                    message: "there is no such file in \(path)",
                    mend: "docs/line-file.md says how to write one")
            ])
        }
        source = SourceText(file: file, text: text)
        let read = try LineModel.read(text, file: file, units: units) {
            LineFolder.text($0, in: path)
        }
        (model, warnings) = (read.model, read.warnings)
    }

    package static let fileName = "line.yaml"

    /// Whether a folder holds a line rather than the twin of one asset.
    package static func holdsLine(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + fileName)
    }

    /// The text of a file of the folder; nil if there is none or it is no text.
    static func text(_ file: String, in path: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + file).flatMap {
            String(data: $0, encoding: .utf8)
        }
    }

    /// What there is, in one line.
    package var summary: String {
        func count(_ number: Int, _ one: String, _ many: String) -> String {
            "\(number) \(number == 1 ? one : many)"
        }
        return "\(model.name): \(count(model.stations.count, "station", "stations")), "
            + "\(count(model.products.count, "product", "products")), "
            + "\(count(model.stocks.count, "stock", "stocks")), "
            + "\(count(model.crews.count, "crew", "crews"))"
    }
}
