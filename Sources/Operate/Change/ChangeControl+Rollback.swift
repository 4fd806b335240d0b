import Seal
package import Signing
import Tags
package import Quantities
import Diagnostics

extension ChangeControl {
    /// Puts the files of an earlier approval back and proposes them, for another person to approve.
    /// What the files said until now is kept in `twin.yaml.before-rollback` and likewise.
    ///
    /// Nothing goes back silently: until somebody approves, the twin is as edited.
    package func rollBack(
        to serial: UInt64, why: String, key: PrivateKey, at: Int64, units: any UnitReader,
        dryRun: Bool = false
    ) throws(ChangeRefusal) -> Proposed {
        _ = try signer(key, as: .engineer, at: at, why: why)
        guard let old = try seal(SealFolder.archiveName(serial)) else {
            throw .conflict("there is no number \(serial) in \(SealFolder.archive)/")
        }
        let list = try approvers()
        do throws(SealRefusal) { _ = try list.judge(old) } catch {
            throw .notAllowed("number \(serial): " + error.text)
        }
        let sealed: SealedTwin
        do throws(SealedTwinError) { sealed = try SealedTwin(body: old.body) } catch {
            throw .conflict("number \(serial): " + error.text)
        }
        let texts = try archivedTexts(of: serial, sealed)
        if dryRun {
            return Proposed(
                serial: (try newestSeal()?.serial ?? 0) + 1,  // a seal was read above
                hash: old.hash, author: try signer(key, as: .engineer, at: at, why: why),
                differences: twin.differences(to: sealed))
        }
        for (name, text) in texts {
            let now = folder.sources.first { $0.file == name }
            let index = now.flatMap { now in folder.sources.firstIndex { $0.file == now.file } }
            if let index {
                try write(
                    Array(folder.text(ofSource: index).utf8), to: name + ".before-rollback")
            }
            try write(Array(text.utf8), to: name)
        }
        let again: TwinFolder
        do throws(Findings) { again = try TwinFolder(folder.path, units: units) } catch {
            throw .misconfigured(
                "number \(serial) is not read by this version any more: \(error.text())")
        }
        return try ChangeControl(again, files: files).propose(
            why: "back to number \(serial): \(why)", key: key, at: at)
    }

    /// The texts that a seal was made from, by the names of their files; they must be those.
    private func archivedTexts(
        of serial: UInt64, _ sealed: SealedTwin
    ) throws(ChangeRefusal) -> [(name: String, text: String)] {
        var texts: [(name: String, text: String)] = []
        for (ending, name, hash) in [
            ("yaml", "twin.yaml", sealed.sources.twinHash),
            ("mo", sealed.sources.modelFile, sealed.sources.modelHash),
        ] {
            let place = ChangeControl.archivedText(serial, ending)
            let bytes: [UInt8]?
            do throws(SealFolder.Failure) {
                bytes = try files.bytes(of: place, longest: SealFile.longest)
            } catch { throw .disk(.disk(error)) }
            guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
                throw .conflict("there is no \(place); write the files by hand and propose them")
            }
            guard Digest(of: bytes).description == hash else {
                throw .conflict("\(place) is not the text that number \(serial) was made from")
            }
            texts.append((name, text))
        }
        return texts
    }
}
