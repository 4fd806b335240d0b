import Glibc

/// A text file written line by line.
struct TextFile: ~Copyable {
    private let descriptor: Int32

    /// A file that cannot be written: fatal to the command, the user names another.
    struct Unwritable: Error {
        let path: String
        let reason: String
    }

    init(_ path: String) throws(Unwritable) {
        let opened = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else {
            throw Unwritable(path: path, reason: unsafe String(cString: unsafe strerror(errno)))
        }
        descriptor = opened
    }

    func write(_ line: String) { writeText(line + "\n", to: descriptor) }

    deinit { close(descriptor) }
}

/// Writes a whole text to a descriptor; stops at the first failure.
func writeText(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
        }
        guard count > 0 else { return }
        bytes = bytes.dropFirst(count)
    }
}

/// A number with a fixed count of digits after the point; empty if it is not finite.
func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return String(scaled) }
    let (whole, part) = abs(scaled).quotientAndRemainder(dividingBy: Int(scale))
    let padding = String(repeating: "0", count: digits - String(part).count)
    return (scaled < 0 ? "-" : "") + "\(whole).\(padding)\(part)"
}
