import ArgumentParser
import Foundation
import Signing

/// Where passphrases come from: the terminal, without echo, or the lines of a file.
final class Passphrases {
    /// Left lines of the file; nil where the terminal is asked.
    private var lines: [Substring]?

    init(_ options: PassphraseOptions) throws {
        guard let path = options.passphraseFile else { return }
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.readToEnd(),  // what cannot be read is said below
            let text = String(data: data, encoding: .utf8)
        else {
            Talk.say("\(path): no passphrase can be read from it")
            throw ExitStatus.misconfigured
        }
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The passphrase of a key that exists.
    func ask(_ whose: String) throws -> String {
        if lines != nil { return try nextLine(whose) }
        return try Self.typed("passphrase of \(whose): ")
    }

    /// A new passphrase; typed twice.
    func askNew(_ whose: String) throws -> String {
        if lines != nil { return try nextLine(whose) }
        let first = try Self.typed(
            "new passphrase for \(whose), \(LockedKey.shortestPassphrase) letters or more: ")
        guard try Self.typed("once more: ") == first else {
            Talk.say("the two are not the same")
            throw ExitStatus.failed
        }
        return first
    }

    private func nextLine(_ whose: String) throws -> String {
        guard let line = lines?.first, !line.isEmpty else {
            Talk.say("the passphrase file has no line left for \(whose)")
            throw ExitStatus.misconfigured
        }
        lines?.removeFirst()
        return String(line)
    }

    /// Reads one line from the terminal without showing it. Ctrl-C ends the program with the
    /// terminal as it was.
    private static func typed(_ question: String) throws -> String {
        let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            Talk.say("there is no terminal to ask for a passphrase; use --passphrase-file")
            throw ExitStatus.misconfigured
        }
        let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
        var usual = termios()
        guard unsafe tcgetattr(terminal, &usual) == 0 else {
            Talk.say("the terminal cannot be asked in secret")
            throw ExitStatus.failed
        }
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        _ = unsafe tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { _ = unsafe tcsetattr(terminal, TCSAFLUSH, &usual) }
        try handle.write(contentsOf: Data(question.utf8))
        var bytes: [UInt8] = []
        while let byte = try handle.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            // Ctrl-C, as the terminal hands it over while it sends no signals.
            if byte == 3 { throw ExitStatus.interrupted }
            bytes.append(byte)
        }
        try handle.write(contentsOf: Data("\n".utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The same for every verb that opens a key.
struct PassphraseOptions: ParsableArguments {
    @Option(
        help: """
            Read passphrases from this file, one a line in the order in which they are asked for; \
            /dev/fd/N for an open descriptor.
            """)
    var passphraseFile: String?
}
