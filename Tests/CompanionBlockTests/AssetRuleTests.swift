import CompanionBlock
import Testing

/// The rules of the asset's half, each by its name.
@Suite struct AssetRuleTests {
    private var block = AssetBlock()
    private var inputs = AssetBlock.Inputs()

    private var shown: AssetBlock.Outputs { block.outputs }

    private mutating func scan(_ times: Int = 1, every milliseconds: UInt32 = 100) {
        inputs.elapsed = milliseconds
        for _ in 0..<times { block.scan(inputs) }
    }

    /// Owned by 7 in epoch 1, with one beat.
    private mutating func own(_ word: UInt32 = 7 << 16 | 1) {
        scan()
        inputs.claim = word
        scan()
        beat(1)
    }

    private mutating func beat(_ count: UInt32, epoch: UInt16? = nil) {
        inputs.beat = UInt32(epoch ?? shown.epoch) << 16 | count
        scan()
    }

    @Test mutating func `a claim is granted with the next epoch`() {
        scan()
        #expect(!shown.isOwned && shown.epoch == 0)
        inputs.claim = 7 << 16 | 0x1234
        scan()
        #expect(shown.isOwned && shown.isGranted && shown.owner == 7 && shown.epoch == 1)
        #expect(shown.claimSeen == inputs.claim && shown.claimResult == .granted)
        scan()
        #expect(!shown.isGranted && shown.epoch == 1, "a word is a claim once")
    }

    @Test mutating func `of two claimers in one scan one wins and the other can see it`() {
        scan()
        let (first, second): (UInt32, UInt32) = (7 << 16 | 1, 8 << 16 | 1)
        inputs.claim = first
        inputs.claim = second
        scan()
        #expect(shown.owner == 8 && shown.epoch == 1)
        #expect(shown.claimSeen == second && shown.claimSeen != first)
    }

    @Test mutating func `a later claim takes over with a new epoch`() {
        own()
        inputs.claim = 8 << 16 | 1
        scan()
        #expect(shown.owner == 8 && shown.epoch == 2 && !shown.beatIsFresh)
        beat(2, epoch: 1)
        #expect(!shown.beatIsFresh, "the old owner's beat does not count")
    }

    @Test mutating func `a claim without an owner is refused`() {
        scan()
        inputs.claim = 5
        scan()
        #expect(!shown.isOwned && shown.claimResult == .noOwner && shown.epoch == 0)
    }

    @Test(arguments: [0, 999, 600_001] as [UInt32])
    mutating func `without a sound watchdog every claim is refused`(watchdog: UInt32) {
        inputs.watchdog = watchdog
        scan()
        inputs.claim = 7 << 16 | 1
        scan()
        #expect(!shown.isOwned && shown.claimResult == .noWatchdog)
    }

    @Test mutating func `a watchdog that is taken away sheds`() {
        own()
        inputs.watchdog = 0
        scan()
        #expect(!shown.isOwned && shown.shedCause == .noWatchdog && shown.alarm)
    }

    @Test mutating func `a claim is refused while a loop is badly configured, and FAILSAFE is on`()
    {
        scan()
        inputs.configurationIsGood = false
        inputs.claim = 7 << 16 | 1
        scan()
        #expect(!shown.isOwned && shown.claimResult == .badConfiguration)
        inputs.configurationIsGood = true
        inputs.failsafe = true
        inputs.claim = 7 << 16 | 2
        scan()
        #expect(!shown.isOwned && shown.claimResult == .failsafe)
    }

    @Test mutating func `the owner is lost after the watchdog and not before`() {
        own()
        scan(299)
        beat(2)
        #expect(shown.isOwned && shown.beatAge == 0, "a beat at the last moment")
        scan(300)
        #expect(shown.isOwned && shown.beatIsFresh && shown.beatAge == 30_000)
        scan()
        #expect(!shown.isOwned && shown.isShedNow && shown.alarm)
        #expect(shown.shedCause == .beatLost && shown.owner == 0 && shown.epoch == 1)
        beat(2)
        #expect(!shown.isOwned, "a late beat brings nothing back")
    }

    @Test mutating func `a scan that claims to take no time still runs the watchdog`() {
        inputs.watchdog = 1000
        own()
        scan(1000, every: 0)
        #expect(shown.isOwned)
        scan(1, every: 0)
        #expect(!shown.isOwned)
    }

    @Test mutating func `a beat counts if it goes on from the last, over the end of its count too`()
    {
        own()
        #expect(shown.beatEcho == 1 << 16 | 1)
        beat(32_768)
        #expect(shown.beatEcho == 1 << 16 | 32_768)
        beat(65_535)
        beat(3)
        #expect(shown.beatEcho == 1 << 16 | 3)
        let age = shown.beatAge
        beat(3)
        beat(2)
        beat(3 + 32_768)
        #expect(shown.beatEcho == 1 << 16 | 3 && shown.beatAge == age + 300, "none of them counts")
    }

    @Test mutating func `a granted owner that never beats is lost after the watchdog`() {
        scan()
        inputs.claim = 7 << 16 | 1
        scan()
        #expect(shown.isOwned && !shown.beatIsFresh)
        scan(301)
        #expect(shown.shedCause == .beatLost)
    }

    @Test mutating func `FAILSAFE and the owner's own wish shed in the same scan`() {
        own()
        inputs.shedRequest = 2
        scan()
        #expect(shown.isOwned, "another epoch's wish")
        inputs.shedRequest = 1
        scan()
        #expect(shown.isShedNow && shown.shedCause == .asked && shown.alarm)
        inputs.claim = 7 << 16 | 2
        scan()
        beat(1)
        #expect(shown.isOwned && shown.epoch == 2 && !shown.alarm)
        inputs.failsafe = true
        scan()
        #expect(shown.isShedNow && shown.shedCause == .failsafe && shown.alarm)
    }

    @Test mutating func `the owner may give the asset back without an alarm`() {
        own()
        inputs.release = 1
        scan()
        #expect(!shown.isOwned && shown.shedCause == .released && !shown.alarm)
    }

    @Test
    mutating func `the epoch outlives a loss of power and a claim left in the register does not`() {
        own()
        block.restart()
        scan()
        #expect(shown.epoch == 1 && !shown.isOwned && shown.claimSeen == inputs.claim)
        scan(3)
        #expect(!shown.isOwned)
        inputs.claim = 7 << 16 | 9
        scan()
        #expect(shown.epoch == 2)
    }

    @Test mutating func `after the last epoch comes the first, never 0`() {
        scan()
        for claim in 1...65_536 {
            inputs.claim = 7 << 16 | UInt32(claim % 65_536)
            scan()
        }
        #expect(shown.epoch == 1)
    }

    @Test mutating func `a drop test is passed when the loops leave remote, and its age counts`() {
        #expect(shown.dropTestAge == AssetBlock.neverTested)
        own()
        inputs.dropTest = true
        inputs.anyRemote = true
        scan(301)
        #expect(shown.dropTest == .running)
        scan(50)
        inputs.anyRemote = false
        scan()
        #expect(shown.dropTest == .passed && shown.dropTestAge == 0)
        scan(1, every: 3_600_000)
        scan(10)
        #expect(shown.dropTestAge == 3601)
        block.restart()
        scan(10)
        #expect(shown.dropTestAge == 3602, "kept without power")
    }

    @Test mutating func `a drop test fails when a loop stays in remote for ten seconds`() {
        own()
        inputs.dropTest = true
        inputs.anyRemote = true
        scan(301)
        scan(99)
        #expect(shown.dropTest == .running)
        scan()
        #expect(shown.dropTest == .failed && shown.dropTestAge == AssetBlock.neverTested)
    }

    @Test mutating func `a loss of beats is no drop test unless the key is turned`() {
        own()
        inputs.anyRemote = true
        scan(301)
        inputs.anyRemote = false
        scan()
        #expect(shown.dropTest == .none && shown.dropTestAge == AssetBlock.neverTested)
    }
}
