package import Diagnostics
import Foundation
import Modelica
package import Modeling
package import Quantities
import Tags
package import TwinFile

/// A folder with a model, and a twin if it holds a `twin.yaml`: what a record can be run against.
package struct ModelFolder: Sendable {
    package let path: String
    package let model: Model
    /// Such as "furnace.mo".
    package let modelFile: String
    /// Nil if the folder holds a model only; then columns are named by its variables, in SI.
    package let twin: Twin?
    package let sources: [SourceText]

    /// Reads the twin and the model it names, or else the only `.mo` file of the folder.
    package init(_ path: String, units: any UnitReader) throws(Findings) {
        self.path = path
        if FileManager.default.fileExists(atPath: path + "/twin.yaml") {
            let folder = try TwinFolder(path, units: units)
            (model, twin, sources) = (folder.model, folder.twin, folder.sources)
            modelFile = folder.twin.modelFile
            return
        }
        let name = try Self.onlyModel(in: path)
        let compiled = compile(
            text: try TwinFolder.text(path + "/" + name, shownAs: name), file: name, units: units)
        guard let model = compiled.model, !compiled.findings.hasErrors else {
            throw compiled.findings
        }
        (self.model, twin, sources, modelFile) = (model, nil, [compiled.source], name)
    }

    private static func onlyModel(in path: String) throws(Findings) -> String {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw failure(path, "this is no folder that can be read")
        }
        let models = names.filter { $0.hasSuffix(".mo") }.sorted()
        guard let only = models.first else {
            throw failure(path, "the folder holds neither twin.yaml nor a model (.mo)")
        }
        guard models.count == 1 else {
            throw failure(
                path, "no twin.yaml says which model is meant: \(models.joined(separator: ", "))")
        }
        return only
    }

    private static func failure(_ file: String, _ message: String) -> Findings {
        Findings([
            Diagnostic(
                file: file, line: 1, column: 1, message: message,
                mend: "give a folder that holds twin.yaml and its model, or one model alone")
        ])
    }

    /// What a name of the command line or of a record's column stands for: a tag that the twin maps
    /// or a variable of the model. Nil if neither knows it.
    package func find(_ name: String) -> NamedVariable? {
        if let tag = twin?.tags.first(where: { $0.name.text == name }),
            let variable = twin?.variable(of: tag.name), let found = model.find(variable)
        {
            return NamedVariable(
                name: name, variable: model.variable(found), found: found, tag: tag)
        }
        return model.find(name).map {
            NamedVariable(name: name, variable: model.variable($0), found: $0, tag: nil)
        }
    }
}

/// A variable of the model under the name its user knows it by.
package struct NamedVariable: Sendable {
    /// The tag, or the model's own name.
    package let name: String
    package let variable: Variable
    package let found: Model.Found
    /// Nil where the model's own name was used.
    package let tag: TagDeclaration?

    /// What numbers under this name are in: the tag's unit, else SI.
    package var unit: Quantities.Unit { tag?.unit ?? variable.unit ?? .one }

    /// The SI value of a number under this name.
    package func toSI(_ value: Double) -> Double {
        tag.map { $0.unit.toSI(value) } ?? value
    }

    /// The number under this name of an SI value.
    package func fromSI(_ value: Double) -> Double {
        tag.map { $0.unit.fromSI(value) } ?? value
    }

    /// Of an SI difference, such as an error.
    package func fromSI(difference value: Double) -> Double {
        tag.map { $0.unit.fromSI(difference: value) } ?? value
    }

    /// The unit's symbol, for differences.
    package var differenceSymbol: String { unit.difference.symbol }
}

/// A request that does not fit the model or the record. The user mends the command line.
package struct RequestRefusal: Error, Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// A value given on the command line as `name=value`, in SI.
package struct Setting: Sendable {
    package let target: NamedVariable
    package let value: Double

    /// Reads `name=value`; a tag's value is in the tag's unit, a variable's in SI.
    ///
    /// - Parameter isDifference: the value is a deviation, not a level.
    package init(
        _ text: String, in folder: ModelFolder, isDifference: Bool = false
    ) throws(RequestRefusal) {
        guard let equals = text.lastIndex(of: "=") else {
            throw RequestRefusal("\"\(text)\" is not name=value")
        }
        let name = String(text[..<equals])
        let number = String(text[text.index(after: equals)...])
        guard let target = folder.find(name) else {
            throw RequestRefusal(
                "\(name) is neither a variable of \(folder.model.name) nor a mapped tag")
        }
        guard let value = Double(number), value.isFinite else {
            throw RequestRefusal("\(name): \"\(number)\" is not a finite number")
        }
        self.target = target
        let unit = target.tag?.unit
        self.value =
            isDifference ? unit?.toSI(difference: value) ?? value : unit?.toSI(value) ?? value
    }
}
