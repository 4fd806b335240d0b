/// The JSON Schema of `line.yaml` and the reference of its keys; made from the keys that the reader
/// uses.
package enum LineSchema {
    /// The schema as text (JSON Schema, draft 2020-12).
    package static var json: String {
        TwinSchema.json(
            of: LineKeys.line, title: "Flyball line.yaml", sharing: LineKeys.shared)
    }

    /// One table in Markdown for each kind of section, for docs/line-file.md.
    package static var markdown: String { TwinReference.markdown(from: LineKeys.line) }

    /// The schema of files in `scenarios/`.
    package static var scenarioJson: String {
        TwinSchema.json(
            of: ScenarioKeys.scenario, title: "Flyball scenario",
            sharing: LineKeys.shared + [ScenarioKeys.figure])
    }

    /// The schema of `study.yaml`.
    package static var studyJson: String {
        TwinSchema.json(
            of: StudyKeys.study, title: "Flyball study.yaml",
            sharing: LineKeys.shared + [ScenarioKeys.figure])
    }

    /// Tables of all keys of scenarios, studies and measured shares, for docs/scenario-file.md;
    /// what line.yaml has too stands there.
    package static var scenarioMarkdown: String {
        [ScenarioKeys.scenario, StudyKeys.study, StudyKeys.measured].map {
            TwinReference.markdown(from: $0, without: LineKeys.line)
        }.joined(separator: "\n")
    }
}
