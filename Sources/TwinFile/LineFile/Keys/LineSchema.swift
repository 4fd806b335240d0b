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
}
