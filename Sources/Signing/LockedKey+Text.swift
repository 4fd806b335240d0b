extension LockedKey {
    private static let title = "flyball private key 1"

    /// The file's text.
    package var text: String {
        """
        \(LockedKey.title)
        person \(person)
        public \(publicKey)
        argon2id \(cost.passes) \(cost.memory)
        salt \(hexadecimal(salt))
        nonce \(hexadecimal(nonce))
        locked \(hexadecimal(box))

        """
    }

    /// Reads a key file; every line must be as it was written.
    package init(text: String) throws(KeyError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func field(_ index: Int, _ name: String) throws(KeyError) -> Substring {
            guard index < lines.count, lines[index].hasPrefix(name + " ") else {
                throw .notAKey(line: index + 1)
            }
            return lines[index].dropFirst(name.count + 1)
        }
        func octets(_ index: Int, _ name: String, _ count: Int) throws(KeyError) -> [UInt8] {
            guard let found = bytes(hexadecimal: try field(index, name)), found.count == count
            else {
                throw .notAKey(line: index + 1)
            }
            return found
        }
        guard lines.first.map(String.init) == LockedKey.title else { throw .notAKey(line: 1) }
        person = String(try field(1, "person"))
        guard !person.isEmpty else { throw .notAKey(line: 2) }
        guard let key = PublicKey(bytes: try octets(2, "public", PublicKey.length)) else {
            throw .notAKey(line: 3)
        }
        publicKey = key
        let numbers = try field(3, "argon2id").split(separator: " ").map { Int($0) }
        guard numbers.count == 2, let passes = numbers[0], let memory = numbers[1] else {
            throw .notAKey(line: 4)
        }
        cost = Cost(passes: passes, memory: memory)
        guard cost.isBearable else { throw .unbearable }
        salt = try octets(4, "salt", 16)
        nonce = try octets(5, "nonce", 24)
        box = try octets(6, "locked", PrivateKey.seedLength + 16)
        guard lines.count == 8, lines[7].isEmpty else { throw .notAKey(line: 8) }
    }
}
