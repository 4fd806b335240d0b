import ArgumentParser
import Foundation
import Operate
import Signing

extension Talk {
    /// Opens a private key with its owner's passphrase, or says why not.
    static func key(_ path: String, _ passphrases: Passphrases) throws -> PrivateKey {
        do {
            let locked = try KeyFile.read(path)
            if KeyFile.isExposed(path) {
                say("\(path) can be read by others on this machine; chmod 600 \(path)")
            }
            return try locked.unlocked(by: try passphrases.ask("\(locked.person) (\(path))"))
        } catch let error as KeyError {
            say("\(path): \(error.text)")
            throw error == .wrongPassphrase ? ExitStatus.notAllowed : ExitStatus.misconfigured
        } catch let problem as KeyFile.Problem {
            say(problem.text)
            throw ExitStatus.misconfigured
        }
    }

    /// Does the work; a refused change is said and ends with its status.
    static func changing<Result>(_ work: () throws -> Result) throws -> Result {
        do { return try work() } catch let refusal as ChangeRefusal {
            say(refusal.text)
            switch refusal {
            case .notAllowed: throw ExitStatus.notAllowed
            case .conflict: throw ExitStatus.conflict
            case .misconfigured, .key: throw ExitStatus.misconfigured
            case .disk: throw ExitStatus.failed
            }
        }
    }

    /// The wall clock, as signatures and lists are stamped.
    static var wallNanoseconds: Int64 { Int64(Date().timeIntervalSince1970 * 1e9) }

    /// A value as JSON on one line, its keys in alphabetical order.
    static func tellJSON(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        tell(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
