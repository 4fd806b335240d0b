import ArgumentParser
import Foundation
import Operate
import Seal
import Signing
import Tags

/// `flyball user`: people, their keys, and the list of those whose signatures count for a twin.
struct UserVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make people's keys, and keep the list of approvers of a twin.",
        discussion: """
            The first engineer and the first approver are taken on trust: compare fingerprints. \
            After that every change of the list needs the keys of two other people (--by), one of \
            them an approver; docs/change-control.md.
            """,
        subcommands: [Add.self, List.self, Revoke.self, Rotate.self], defaultSubcommand: List.self)

    struct Place: ParsableArguments {
        @Option(help: "The folder of the twin whose list it is.") var twin = "."
        @Flag(help: "Print one JSON object instead of text.") var json = false

        var list: ApproverList { ApproverList(SealFolder(twin)) }
    }

    struct Vouching: ParsableArguments {
        @Option(help: "The key file of one who vouches; give two.") var by: [String] = []
        @OptionGroup var passphrase: PassphraseOptions
        @Flag(help: "Judge and show everything; write nothing.") var dryRun = false

        func keys(_ passphrases: Passphrases) throws -> [PrivateKey] {
            try by.map { try Talk.key($0, passphrases) }
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a person's key pair and put the public half on the list.")
        @Argument(help: "The person's name, as records will show it.") var name: String
        @Option(help: "engineer, approver, operator or supervisor; may be given more than once.")
        var duty: [String]
        @Option(help: "Where the private key goes; a new file, for this person alone.")
        var keys: String
        @OptionGroup var place: Place
        @OptionGroup var vouching: Vouching

        func run() throws {
            let duties = try duty.map { word in
                guard let duty = Duty(rawValue: word), Approvers.signingDuties.contains(duty) else {
                    throw ValidationError(
                        "--duty \(word): one of engineer, approver, operator, supervisor")
                }
                return duty
            }
            let passphrases = try Passphrases(vouching.passphrase)
            try Talk.changing {
                let key = PrivateKey()
                let locked = try UserVerb.lock(key, of: name, passphrases)
                let others = try vouching.keys(passphrases)
                let what = ApproverChange.What.add(
                    person: name, duties: duties, key: key.publicKey)
                try UserVerb.enter(
                    locked, at: keys, what, [key] + others, place, dryRun: vouching.dryRun)
                UserVerb.sayCustody(keys, key.publicKey)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Everybody who is or was on the list, with fingerprints to compare.")
        @OptionGroup var place: Place

        func run() throws {
            try Talk.changing { try UserVerb.tell(try place.list.read(), place.json) }
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a person's key.",
            discussion: """
                Lost, stolen or in doubt: nothing that the key ever signed counts any more, and a \
                twin sealed with it locks out until it is approved anew. With --retired the key is \
                given back in good order, and what it signed stays good.
                """)
        @Argument(help: "The person's name, as the list shows it.") var name: String
        @Option(help: "Why, for the record.") var why: String
        @Flag(help: "The key was given back in good order.") var retired = false
        @OptionGroup var place: Place
        @OptionGroup var vouching: Vouching

        func run() throws {
            let passphrases = try Passphrases(vouching.passphrase)
            try Talk.changing {
                let old = try place.list.key(of: name)
                let list = try place.list.change(
                    retired ? .retire(old, why: why) : .revoke(old, why: why),
                    at: Talk.wallNanoseconds, with: try vouching.keys(passphrases),
                    dryRun: vouching.dryRun)
                try UserVerb.tell(list, place.json)
            }
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace a person's key by a new one; what the old one signed stays good.")
        @Argument(help: "The person's name, as the list shows it.") var name: String
        @Option(help: "Where the new private key goes; a new file.") var keys: String
        @OptionGroup var place: Place
        @OptionGroup var vouching: Vouching

        func run() throws {
            let passphrases = try Passphrases(vouching.passphrase)
            try Talk.changing {
                let old = try place.list.key(of: name)
                let key = PrivateKey()
                let locked = try UserVerb.lock(key, of: name, passphrases)
                let others = try vouching.keys(passphrases)
                try UserVerb.enter(
                    locked, at: keys, .replace(old: old, new: key.publicKey), [key] + others, place,
                    dryRun: vouching.dryRun)
                UserVerb.sayCustody(keys, key.publicKey)
                Talk.say("destroy the old key file and its copies")
            }
        }
    }

    private static func lock(
        _ key: PrivateKey, of name: String, _ passphrases: Passphrases
    ) throws -> LockedKey {
        let passphrase = try passphrases.askNew(name)
        do throws(KeyError) {
            return try LockedKey(key, of: name, passphrase: passphrase)
        } catch {
            Talk.say(error.text)
            throw ExitStatus.misconfigured
        }
    }

    /// The key file is written first: a key on the list that nobody holds would have to be revoked.
    private static func enter(
        _ locked: LockedKey, at path: String, _ what: ApproverChange.What, _ keys: [PrivateKey],
        _ place: Place, dryRun: Bool
    ) throws {
        let now = Talk.wallNanoseconds
        _ = try place.list.change(what, at: now, with: keys, dryRun: true)
        if !dryRun {
            do { try KeyFile.write(locked, to: path) } catch let problem as KeyFile.Problem {
                Talk.say(problem.text)
                throw ExitStatus.failed
            }
        }
        try tell(try place.list.change(what, at: now, with: keys, dryRun: dryRun), place.json)
    }

    private static func sayCustody(_ path: String, _ key: PublicKey) {
        Talk.say(
            """
            fingerprint \(key.fingerprint): read it to somebody who keeps the list
            \(path) is the only copy of this key, readable by you alone. Keep it on a stick of \
            your own and a sealed copy in a safe, not on the twin's machine; the passphrase apart.
            lost or stolen: two others on the list revoke it at once (flyball user revoke)
            """)
    }

    private static func tell(_ list: Approvers, _ wantsJSON: Bool) throws {
        if wantsJSON {
            try Talk.tellJSON(ListJSON(list))
        } else {
            for entry in list.entries { Talk.tell(entry.line) }
            if !list.isFounded {
                Talk.tell("not complete: one engineer and another person as approver are needed")
            }
        }
    }
}

/// The list, for scripts.
private struct ListJSON: Encodable {
    struct Person: Encodable {
        let person: String
        let duties: [String]
        let fingerprint: String
        let publicKey: String
        let counts: Bool
    }

    let people: [Person]
    let head: String
    let complete: Bool

    init(_ list: Approvers) {
        people = list.entries.map {
            Person(
                person: $0.person, duties: $0.duties.map(\.rawValue),
                fingerprint: $0.key.fingerprint, publicKey: $0.key.description,
                counts: $0.end == nil)
        }
        head = list.head.description
        complete = list.isFounded
    }
}
