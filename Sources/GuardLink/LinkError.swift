package import Wire

/// Why the guard cannot be talked to, or cannot listen.
package enum LinkError: Error, Hashable, Sendable {
    /// The system refused; fatal for who listens, retried by who calls.
    case system(call: String, code: Int32)
    /// Another process listens there; fatal.
    case inUse(path: String)
    /// Something else stands where the socket should; fatal, somebody must look.
    case notASocket(path: String)
    /// The name of the socket in its folder has more than some 60 bytes; fatal.
    case nameTooLong(String)
    /// The other end is gone; retried with a new connection.
    case closed
    /// No whole answer came in time; the connection is closed, since it may still come.
    case timedOut(seconds: Double)
    /// More calls wait than may; the caller is at fault.
    case busy
    /// What came, or was to be sent, is no message; not retried.
    case wire(WireError)
    /// An answer to another question; not retried.
    case otherAnswer
    /// The guard's end did not take the request.
    case refused(LinkRefusal)
    /// The guard could not do what was asked, such as when its journal failed.
    case guardFailed(why: String)
}

/// Why a request was not even put before the guard.
package enum LinkRefusal: Hashable, Codable, Sendable {
    case tooManyClients(allowed: Int)
    /// The process at the other end belongs to another user.
    case otherUser
    /// Hello was not said.
    case notGreeted
    /// Only the loop may ask this.
    case needsSeat
    /// Another process is the loop.
    case seatTaken
    case otherVersion(found: Int, wanted: Int)
    case malformed(why: String)
    /// The frame did not end, or the answer was not taken, in time; or nothing was asked.
    case tooSlow(seconds: Double)
    case answerTooLarge(why: String)
    /// The loop believes in another sealed configuration than the guard.
    case otherSeal(guards: String)
}

extension LinkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let call, let code): "\(call): \(systemText(code))"
        case .inUse(let path): "another guard listens at \(path)"
        case .notASocket(let path): "\(path) is in the way and is no socket"
        case .nameTooLong(let name): "\(name) is too long a name for a socket"
        case .closed: "the guard is gone"
        case .timedOut(let seconds): "the guard did not answer within \(seconds) s"
        case .busy: "too many calls to the guard wait"
        case .wire(let error): "\(error)"
        case .otherAnswer: "the guard answered another question"
        case .refused(let refusal): "\(refusal)"
        case .guardFailed(let why): why
        }
    }
}

extension LinkRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooManyClients(let allowed): "the guard hears \(allowed) clients at a time"
        case .otherUser: "the guard hears only its own user and root"
        case .notGreeted: "hello comes first"
        case .needsSeat: "only the loop may ask this"
        case .seatTaken: "another process is the loop"
        case .otherVersion(let found, let wanted):
            "protocol version \(found); the guard speaks version \(wanted)"
        case .malformed(let why): "no message: \(why)"
        case .tooSlow(let seconds): "nothing whole came within \(seconds) s"
        case .answerTooLarge(let why): "the answer does not fit: \(why)"
        case .otherSeal(let guards): "the guard goes by another sealed configuration, \(guards)"
        }
    }
}
