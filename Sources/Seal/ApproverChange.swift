package import Signing
package import Tags

/// One change of the list of approvers, with the signatures of those who answer for it.
package struct ApproverChange: Hashable, Sendable {
    package enum What: Hashable, Sendable {
        case add(person: String, duties: [Duty], key: PublicKey)
        /// The key is given back in good order.
        case retire(PublicKey, why: String)
        /// The key is lost, stolen or in doubt.
        case revoke(PublicKey, why: String)
        /// The same person with the same duties signs with another key from now on.
        case replace(old: PublicKey, new: PublicKey)
    }

    package struct Endorsement: Hashable, Sendable {
        package let key: PublicKey
        package let signature: Signature
    }

    /// The hash of the change before; zeros for the first.
    package let previous: Digest
    package let what: What
    /// Nanoseconds since 1970-01-01 UTC, by the wall clock.
    package let at: Int64
    package private(set) var signatures: [Endorsement] = []

    static let mostSignatures = 8
    static let longestText = 4096

    package init(after previous: Digest, _ what: What, at: Int64) {
        self.previous = previous
        let longest = ApproverChange.longestText
        switch what {
        case .add, .replace: self.what = what
        case .retire(let key, let why): self.what = .retire(key, why: why.cut(toBytes: longest))
        case .revoke(let key, let why): self.what = .revoke(key, why: why.cut(toBytes: longest))
        }
        self.at = at
    }

    /// The key that enters the list; it must sign, to show that its owner holds the private half.
    package var newKey: PublicKey? {
        switch what {
        case .add(_, _, let key), .replace(_, let key): key
        case .retire, .revoke: nil
        }
    }

    package var hash: Digest { Digest(of: head) }

    private var head: [UInt8] {
        var writer = OctetWriter()
        writer.put(previous.bytes)
        writer.put(at)
        switch what {
        case .add(let person, let duties, let key):
            writer.put(1 as UInt8)
            writer.put(text: person)
            writer.put(UInt8(duties.count))
            for duty in duties { writer.put(text: duty.rawValue) }
            writer.put(key.bytes)
        case .retire(let key, let why):
            writer.put(2 as UInt8)
            writer.put(key.bytes)
            writer.put(text: why)
        case .revoke(let key, let why):
            writer.put(3 as UInt8)
            writer.put(key.bytes)
            writer.put(text: why)
        case .replace(let old, let new):
            writer.put(4 as UInt8)
            writer.put(old.bytes)
            writer.put(new.bytes)
        }
        return writer.bytes
    }

    private var message: [UInt8] {
        var writer = OctetWriter()
        writer.put(text: "flyball: signature under a change of approvers, 1")
        writer.put(hash.bytes)
        return writer.bytes
    }

    /// The same with one more signature.
    package func signed(by key: PrivateKey) -> ApproverChange {
        var change = self
        change.signatures.append(
            Endorsement(key: key.publicKey, signature: key.sign(message)))
        return change
    }

    var falseSignatures: [Endorsement] {
        signatures.filter { !$0.key.made($0.signature, over: message) }
    }

    // MARK: bytes

    func put(into writer: inout OctetWriter) {
        writer.put(head)
        writer.put(UInt8(signatures.count))
        for one in signatures {
            writer.put(one.key.bytes)
            writer.put(one.signature.bytes)
        }
    }

    init(_ reader: inout OctetReader) throws(FileDamage) {
        let start = reader.position
        func key(_ reader: inout OctetReader) throws(FileDamage) -> PublicKey {
            guard let key = PublicKey(bytes: try reader.take(PublicKey.length)) else {
                throw .content(byte: start)
            }
            return key
        }
        guard let previous = Digest(bytes: try reader.take(Digest.length)) else {
            throw .content(byte: start)
        }
        self.previous = previous
        at = try reader.signed64()
        switch try reader.byte() {
        case 1:
            let person = try reader.text(longest: ApproverChange.longestText)
            var duties: [Duty] = []
            for _ in 0..<Int(try reader.byte()) {
                guard let duty = Duty(rawValue: try reader.text(longest: 64)) else {
                    throw .content(byte: start)
                }
                duties.append(duty)
            }
            what = .add(person: person, duties: duties, key: try key(&reader))
        case 2:
            let old = try key(&reader)
            what = .retire(old, why: try reader.text(longest: ApproverChange.longestText))
        case 3:
            let old = try key(&reader)
            what = .revoke(old, why: try reader.text(longest: ApproverChange.longestText))
        case 4:
            let old = try key(&reader)
            what = .replace(old: old, new: try key(&reader))
        default: throw .content(byte: start)
        }
        let count = Int(try reader.byte())
        guard count <= ApproverChange.mostSignatures else { throw .content(byte: start) }
        for _ in 0..<count {
            let signer = try key(&reader)
            guard let signature = Signature(bytes: try reader.take(Signature.length)) else {
                throw .content(byte: start)
            }
            signatures.append(Endorsement(key: signer, signature: signature))
        }
    }
}
