import Determinism
import Guard
import Tags
import Testing

/// What an absent input does to a card: its last good value stands in, is named, and grows old.
@Suite struct StandInTests {
    private let room = TagName("TI-3.PV")

    /// The first card's proposal and the guard's preview, TI-3.PV being absent for the last
    /// `turns` readings before it.
    private func card(
        absentFor turns: Int
    ) throws -> (proposal: Proposal, preview: Verdict, loop: KettleLoop) {
        var loop = try KettleLoop(changing: KettleLoop.withRoom)
        loop.readings[room] = 20 + 273.15
        var desk = loop.desk()
        let room = room
        let (proposal, preview) = try loop.layFirstCard(on: &desk) { turn, loop in
            if turn == 11 - turns { loop.readings[room] = .some(nil) }
        }
        return (proposal, preview, loop)
    }

    @Test func `a card names what stands in for an absent input, and from when it is`() throws {
        let (proposal, preview, loop) = try card(absentFor: 1)
        let seen = loop.now.earlier(by: 60)
        #expect(proposal.certificate.standIns == [StandIn(room, 20 + 273.15, at: seen)])
        #expect(!proposal.inputs.contains { $0.tag == room })
        let finding = try #require(preview.findings.first { $0.about == room.text })
        guard case .accepted(let margin?) = finding.result else {
            Issue.record("\(finding)")
            return
        }
        #expect(margin.what == "stand-in" && abs(margin.left - 30) < 1e-6)
    }

    @Test
    func `the guard denies a card whose input is absent for longer than its tag may be stale`()
        throws
    {
        let (_, preview, _) = try card(absentFor: 2)
        #expect(preview.denial?.about == room.text)
        guard case .tooOld("stand-in", let seconds, 90) = preview.denial?.denial else {
            Issue.record("\(String(describing: preview.denial))")
            return
        }
        #expect(abs(seconds - 120) < 1e-6)
    }

    @Test func `with all inputs present nothing stands in`() throws {
        let (proposal, preview, _) = try card(absentFor: 0)
        #expect(proposal.certificate.standIns.isEmpty)
        #expect(proposal.inputs.contains { $0.tag == room })
        #expect(preview.denial?.check != .time)
    }
}
