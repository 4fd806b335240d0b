package import Diagnostics
import Foundation
import Modelica
package import Modeling
package import Quantities
package import TwinFile

/// A twin as it lies on disk: its file, its model, and the exact bytes they were read from.
package struct TwinFolder: Sendable {
    package let path: String
    package let twin: Twin
    package let model: Model
    /// Texts of both files, for messages and for the hash in the records.
    package let sources: [SourceText]

    /// Reads `twin.yaml` and the model it names.
    ///
    /// - Throws: everything found in both files, with place, cause and mend.
    package init(_ path: String, units: any UnitReader) throws(Findings) {
        try self.init(path, units: units) { (file: String) throws(Findings) -> String in
            try Self.text(path + "/" + file, shownAs: file)
        }
    }

    /// The same from texts that lie elsewhere than in the folder, such as copies of then.
    ///
    /// - Parameter text: gives the text of a file by its name.
    package init(
        _ path: String, units: any UnitReader, text: (String) throws(Findings) -> String
    ) throws(Findings) {
        let declared = try text("twin.yaml")
        var compiled: CompiledModel?
        var unreadable: Findings?
        let twin = try Twin.read(declared, file: "twin.yaml", units: units) { file in
            do throws(Findings) {
                compiled = compile(text: try text(file), file: file, units: units)
            } catch { unreadable = error }
            return compiled?.model.map(ModelNames.init)
        }
        if let unreadable { throw unreadable }
        guard let compiled else { throw Self.failure("twin.yaml", "it names no model") }
        guard let model = compiled.model, !compiled.findings.hasErrors else {
            throw compiled.findings
        }
        self.path = path
        self.twin = twin
        self.model = model
        sources = [SourceText(file: "twin.yaml", text: declared), compiled.source]
    }

    private init(_ other: TwinFolder, with twin: Twin) {
        path = other.path
        self.twin = twin
        model = other.model
        sources = other.sources
    }

    /// The same twin with its device at another address; the file on disk stays what it is.
    package func reached(at host: String, port: Int) -> TwinFolder {
        TwinFolder(self, with: twin.reached(at: host, port: port))
    }

    /// The text of a file; a finding if it cannot be read or is not UTF-8.
    package static func text(
        _ path: String, shownAs name: String
    ) throws(Findings) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure(name, "there is no readable file at \(path)")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw failure(name, "the file is not UTF-8 text")
        }
        return text
    }

    private static func failure(_ file: String, _ message: String) -> Findings {
        Findings([
            Diagnostic(
                file: file, line: 1, column: 1, message: message,
                mend: "give the folder that holds twin.yaml and its model")
        ])
    }
}

extension ModelNames {
    /// The names that a compiled model offers to the twin's file.
    init(_ model: Model) {
        func list(_ variables: [Modeling.Variable], _ kind: Kind) -> [ModelNames.Variable] {
            variables.map { ModelNames.Variable($0.name, kind, $0.unit) }
        }
        self.init(
            list(model.inputs, .input) + list(model.parameters, .parameter)
                + list(model.states, .inner) + list(model.algebraics, .output))
    }
}
