import Determinism
import Wire

/// The thread of the guard's socket: waits for bytes, deadlines and answers; never for a client.
final class ListenerLoop {
    private let listener: Descriptor
    private let mailbox: Mailbox
    private let reception: Reception
    private let settings: LinkSettings
    private var clients: [ClientSlot] = []
    private var accepted: UInt64 = 0
    /// No caller could be taken although one waits, such as for want of descriptors: not asked
    /// again before this.
    private var deafUntil: MonotonicInstant?
    /// For the frames of the loop, which alone may be large.
    private var large: [UInt8]
    /// Those that nobody has; one goes with each client.
    private var places: [Place]

    init(
        listener: Descriptor, mailbox: Mailbox, reception: Reception,
        settings: LinkSettings
    ) {
        self.listener = listener
        self.mailbox = mailbox
        self.reception = reception
        self.settings = settings
        large = [UInt8](repeating: 0, count: settings.limits.bytes)
        places = (0..<settings.clients + settings.failsafePlaces).map { _ in
            Place(buffer: [UInt8](repeating: 0, count: settings.smallLimits.bytes))
        }
    }

    func run() {
        while !mailbox.isStopped { turn() }
        for client in clients { client.socket?.shut() }
    }

    private func turn() {
        let waiting = clients.filter { $0.socket != nil }
        var descriptors: [(number: Int32, interest: UnixSocket.Interest)] = [
            (mailbox.alarm.number, .reading), (listener.number, isDeaf ? [] : .reading),
        ]
        for client in waiting {
            if let socket = client.socket { descriptors.append((socket.number, client.interest)) }
        }
        let came = UnixSocket.wait(for: descriptors, atMost: secondsToDeadline)
        if came[0].contains(.reading) {
            UnixSocket.drain(mailbox.alarm)
            for letter in mailbox.take() { deliver(letter) }
        }
        for (client, event) in zip(waiting, came.dropFirst(2)) where !event.isEmpty {
            serve(client, event)
        }
        if came[1].contains(.reading) { acceptCallers() }
        cutTheSlow()
    }

    /// Until the next client must be cut [s].
    private var secondsToDeadline: Double {
        let now = UnixSocket.now
        // A deadline too far to tell is as good as none.
        let next = clients.compactMap(\.deadline).map { $0.at.elapsed(since: now) ?? 60 }.min()
        return min(next ?? 60, isDeaf ? 0.2 : 60)
    }

    private var isDeaf: Bool { deafUntil.map { UnixSocket.now < $0 } ?? false }

    // MARK: Callers

    private func acceptCallers() {
        // No more at a time than there are places, so that clients are served between.
        for turn in 0..<settings.clients + settings.failsafePlaces {
            guard let socket = UnixSocket.accept(on: listener) else {
                if turn == 0 { deafUntil = UnixSocket.now.later(by: 0.2) }
                return
            }
            let peer = UnixSocket.peer(of: socket)
            accepted += 1
            let id = ClientID(
                number: accepted, process: peer?.process ?? -1, user: peer?.user ?? .max)
            guard let peer, peer.isAllowed(by: UnixSocket.user) else {
                tell(socket, .otherUser)
                continue
            }
            place(id, socket)
        }
    }

    /// An ordinary place while there are some; then one for FAILSAFE alone.
    private func place(_ id: ClientID, _ socket: Descriptor) {
        let ordinary = clients.count { !$0.isFailsafeOnly }
        let isFailsafeOnly = ordinary >= settings.clients
        if isFailsafeOnly, clients.count - ordinary >= settings.failsafePlaces {
            // The newest caller has the best claim to be urgent.
            guard let oldest = clients.first(where: { $0.isFailsafeOnly && !$0.isWorking }) else {
                return tell(socket, .tooManyClients(allowed: settings.clients))
            }
            cut(oldest, .tooManyClients(allowed: settings.clients))
            if isHere(oldest) { end(oldest) }
        }
        guard let place = places.popLast() else {
            return tell(socket, .tooManyClients(allowed: settings.clients))
        }
        clients.append(
            ClientSlot(
                id, socket, isFailsafeOnly: isFailsafeOnly, place: place, settings: settings))
    }

    /// Says why to one who gets no place. What does not go at once does not go.
    private func tell(_ socket: Descriptor, _ refusal: LinkRefusal) {
        _ = UnixSocket.send(socket, reception.refusal(refusal, 0).bytes, from: 0)
    }

    // MARK: Clients

    private func serve(_ client: ClientSlot, _ event: UnixSocket.Interest) {
        // Ended meanwhile in this turn.
        guard isHere(client) else { return }
        switch client.phase {
        case .working:
            if !event.isDisjoint(with: [.leaving, .broken]) { end(client) }
        case .sending: send(client)
        case .head, .content: receive(client)
        }
    }

    private func isHere(_ client: ClientSlot) -> Bool { clients.contains { $0 === client } }

    private func receive(_ client: ClientSlot) {
        let isLoop = reception.isLoop(client.id)
        switch client.receive(isLoop: isLoop, large: &large) {
        case .nothing: break
        case .gone: end(client)
        case .malformed(let error):
            if case .otherVersion(let found, let wanted) = error.problem {
                cut(client, .otherVersion(found: Int(found), wanted: Int(wanted)))
            } else {
                cut(client, .malformed(why: "\(error)"))
            }
        case .frame(let kind, let number, let content):
            if client.isFailsafeOnly, kind != GuardDialect.Kind.failsafe {
                return cut(client, .tooManyClients(allowed: settings.clients), number)
            }
            let id = client.id
            Task(executorPreference: client.thread) { [reception, mailbox] in
                let answer = await reception.answer(
                    kind: kind, number: number, content, from: id)
                mailbox.put(Mailbox.Letter(client: id, answer: answer))
            }
        }
    }

    private func deliver(_ letter: Mailbox.Letter) {
        guard let client = clients.first(where: { $0.id == letter.client }) else { return }
        guard client.socket != nil else { return free(client) }
        client.answer(letter.answer.bytes, cutting: letter.answer.cutting)
        send(client)
    }

    private func send(_ client: ClientSlot) {
        if client.send(isLoop: reception.isLoop(client.id)) == .gone { end(client) }
    }

    /// Tells a client why, and ends its connection.
    private func cut(_ client: ClientSlot, _ refusal: LinkRefusal, _ number: UInt32 = 0) {
        client.answer(reception.refusal(refusal, number).bytes, cutting: true)
        send(client)
    }

    private func cutTheSlow() {
        let now = UnixSocket.now
        for client in clients {
            guard let deadline = client.deadline, deadline.at <= now else { continue }
            switch client.phase {
            // It does not even take what it is told.
            case .sending: end(client)
            default: cut(client, .tooSlow(seconds: deadline.seconds))
            }
        }
    }

    /// The connection has ended. A place whose request is under way stays taken until that ends,
    /// so that no more requests are ever under way than there are places.
    private func end(_ client: ClientSlot) {
        let wasLoop = reception.isLoop(client.id)
        if client.isWorking { client.lose() } else { free(client) }
        reception.note(lost: client.id, wasLoop: wasLoop)
    }

    private func free(_ client: ClientSlot) {
        reception.forget(client.id)
        guard let at = clients.firstIndex(where: { $0 === client }) else { return }
        places.append(client.leave())
        clients.remove(at: at)
    }
}
