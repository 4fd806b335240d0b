import ArgumentParser
import Foundation
import GuardRoom
import Operate

/// `flyball change programs`: the programs that lie here, as `twin.yaml` names approved ones.
struct ProgramsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "programs",
        abstract: "Show the hashes of the guard's and the loop's program, for twin.yaml.",
        discussion: """
            An engineer puts the lines into twin.yaml and proposes them; once they are approved, \
            another program of the guard writes nothing, and neither does the guard for another \
            program of the loop. Without them the twin does not write by itself.
            """)

    func run() throws {
        guard let own = ProgramHash.own, let other = ProgramHash.of(file: GuardProcess.besideThis)
        else {
            Talk.say("a program cannot be read: \(GuardProcess.besideThis)")
            throw ExitStatus.failed
        }
        Talk.tell("guard:\n  programs:\n    guard: \"\(other)\"\n    loop: \"\(own)\"")
    }
}
