import ArgumentParser
import LineDesk
import Loop
import Modeling
import Operate
import Tags
import TwinFile

/// `flyball check DIR`: reads a twin and its model, or a line, and says everything that is wrong.
struct CheckVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a twin and its model, or a line, and say what is wrong.")

    @Argument(help: "The folder that holds twin.yaml or line.yaml.") var directory: String

    func run() throws {
        if LineFolder.holdsLine(directory) {
            print("\(try Talk.lineFolder(directory).summary); nothing is wrong")
        }
        if Talk.holdsLineAlone(directory) { return }
        let folder = try Talk.folder(directory)
        do throws(AssemblyError) {
            _ = try LoopSettings(folder.twin, folder.model)
            print(
                "\(folder.twin.name): \(folder.twin.tags.count) tags, "
                    + "\(folder.model.states.count) states, "
                    + "\(folder.twin.tags(.mv).count) handles, "
                    + "\(folder.twin.holds.count) held variables; nothing is wrong")
        } catch {
            Talk.say("twin.yaml and \(folder.twin.modelFile) do not fit together: \(error.text)")
            throw ExitStatus.misconfigured
        }
    }
}
