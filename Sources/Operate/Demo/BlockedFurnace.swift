package import Diagnostics
import FurnacePlant
package import Quantities
import Tags
import TwinFile

extension TwinFolder {
    /// The furnace's twin as a site with the companion block declares it: the same files, and the
    /// section `block` after `flyball-plant --block on`. A twin that has the section is left as it
    /// is.
    ///
    /// - Throws: what is wrong with the files, as when they are read.
    package func behindFurnaceBlock(units: any UnitReader) throws(Findings) -> TwinFolder {
        guard twin.block == nil, let connection = twin.connections.first else { return self }
        let declared = text(ofSource: 0) + "\n" + blockSection(behind: connection.name)
        let (model, file) = (text(ofSource: 1), twin.modelFile)
        return try TwinFolder(path, units: units) { (name: String) throws(Findings) -> String in
            switch name {
            case "twin.yaml": declared
            case file: model
            default: try Self.text(path + "/" + name, shownAs: name)
            }
        }
    }

    /// The section's text: each MV that is written to a zone's setpoint, with the zone's registers.
    private func blockSection(behind connection: String) -> String {
        var lines = [
            "block:", "  connection: \(connection)", "  owner: 7",
            "  control: \(PlantPoint.blockControlRegister)",
            "  status: \(PlantPoint.blockStatusRegister)", "  loops:",
        ]
        for tag in twin.tags(.mv) {
            // Another MV is missed by whoever reads the section, and named.
            guard
                let zone = (0..<3).first(where: {
                    tag.write?.number == PlantPoint.setpointRegister(zone: $0)
                })
            else { continue }
            lines.append(
                "    \(tag.name): {mailbox: \(PlantPoint.mailboxRegister(zone: zone)), "
                    + "status: \(PlantPoint.loopStatusRegister(zone: zone))}")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
