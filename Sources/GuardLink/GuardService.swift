/// What stands behind the guard's socket.
package protocol GuardService: Sendable {
    /// Answers one request. Of one client they come one after the other; of several at once, so
    /// that FAILSAFE is heard while a write is under way.
    func answer(_ request: GuardRequest, from client: ClientID) async -> GuardReply

    /// A client is gone: it left, died, or was cut. Of the loop, `wasLoop` is true, and what it
    /// asked for may still be under way.
    func lost(_ client: ClientID, wasLoop: Bool) async
}
