// The rules of a loop in the order of a scan; each stands in plc/companion.st under the same words.
extension LoopBlock {
    /// Whether a site's figures make sense together; with others nobody may own the asset.
    package static func isUsable(_ site: Settings) -> Bool {
        var isGood =
            isNumber(site.engineeringLow) && isNumber(site.engineeringHigh)
            && site.engineeringLow <= site.engineeringHigh
            && site.largestStep > 0 && isNumber(site.largestStep)
            && site.rate >= 0 && isNumber(site.rate)
            && site.tolerance >= 0 && isNumber(site.tolerance)
            && site.shedAction >= 1 && site.shedAction <= 4
        if site.shedAction > 1 && !(site.shedRate > 0 && isNumber(site.shedRate)) { isGood = false }
        if site.shedAction == 2
            && !(site.safeSetpoint >= site.engineeringLow
                && site.safeSetpoint <= site.engineeringHigh)
        {
            isGood = false
        }
        return isGood
    }

    /// What holds in this scan: is the configuration usable, which limits are the tightest?
    mutating func lookAround(_ inputs: Inputs) {
        let site = inputs.settings
        outputs.configurationIsGood = LoopBlock.isUsable(site)
        isLive = LoopBlock.isNumber(inputs.liveSetpoint)
        low = site.engineeringLow
        if inputs.operatorLow > low { low = inputs.operatorLow }
        high = site.engineeringHigh
        if inputs.operatorHigh < high { high = inputs.operatorHigh }
        limitsAreGood =
            outputs.configurationIsGood && LoopBlock.isNumber(inputs.operatorLow)
            && LoopBlock.isNumber(inputs.operatorHigh) && low <= high
        seconds = Float(inputs.elapsed > 3_600_000 ? 3_600_000 : inputs.elapsed) / 1000
        if outputs.configurationIsGood {
            allowance += site.rate * seconds
            if allowance > site.largestStep { allowance = site.largestStep }
        }
        guard !isRunning else { return }
        isRunning = true
        mailSequence = inputs.mail.sequence
        mailEpoch = inputs.mail.epoch
        if isLive { reference = inputs.liveSetpoint }
        wasFinite = isLive
        wasRemote = inputs.isRemote
    }

    /// Counts what somebody else changed; whatever we had under way gives way to it.
    mutating func noteChanges(_ inputs: Inputs) {
        setpointChanged = inputs.operatorMoved || isLive != wasFinite
        if isLive && abs(inputs.liveSetpoint - reference) > inputs.settings.tolerance {
            setpointChanged = true
        }
        let changed = setpointChanged || inputs.isRemote != wasRemote
        wasFinite = isLive
        wasRemote = inputs.isRemote
        if setpointChanged {
            if isLive {
                reference = inputs.liveSetpoint
                baseline = inputs.liveSetpoint
                hasBaseline = true
            }
            outputs.isShedding = false
        }
        guard changed else { return }
        outputs.count &+= 1
        if outputs.isMoving {
            outputs.isMoving = false
            outputs.result = .cutShort
        }
    }

    /// Shed until somebody claims and then the operator puts the loop back into remote.
    mutating func shedOrReturn(_ inputs: Inputs, _ asset: AssetBlock.Outputs) {
        if !outputs.isShed && (asset.isShedNow || !asset.isOwned) {
            outputs.isShed = true
            hasLeft = false
            if outputs.isMoving {
                outputs.isMoving = false
                outputs.result = .cutShort
            }
            startShedding(inputs, asset.shedCause)
        }
        guard outputs.isShed else { return }
        if !inputs.isRemote {
            hasLeft = true
        } else if !asset.isOwned || asset.isGranted {
            hasLeft = false
        } else if hasLeft {
            outputs.isShed = false
            outputs.isShedding = false
            if isLive { baseline = inputs.liveSetpoint }
            hasBaseline = isLive
        }
    }

    /// The setpoint is kept where the operator has the loop or has just moved it, where the owner
    /// himself let go, and where the declared target cannot be used.
    private mutating func startShedding(_ inputs: Inputs, _ cause: ShedCause) {
        shedAllowance = 0
        outputs.isShedding = false
        guard cause != .released && inputs.isRemote && !setpointChanged else { return }
        guard limitsAreGood && isLive else { return }
        switch inputs.settings.shedAction {
        case 2:
            outputs.target = inputs.settings.safeSetpoint
            outputs.isShedding = true
        case 3:
            if hasBaseline {
                outputs.target = baseline
                outputs.isShedding = true
            }
        case 4:
            if LoopBlock.isNumber(inputs.localSetpoint) {
                outputs.target = inputs.localSetpoint
                outputs.isShedding = true
            }
        default: break
        }
    }

    /// Looks at the mailbox: each command once, and why it was dropped if it was.
    mutating func readMail(_ inputs: Inputs, _ asset: AssetBlock.Outputs) {
        let mail = inputs.mail
        guard mail.sequence == mail.sequenceAgain,
            mail.sequence != mailSequence || mail.epoch != mailEpoch
        else { return }
        mailSequence = mail.sequence
        mailEpoch = mail.epoch
        if mail.epoch != asset.epoch || mail.sequence <= outputs.sequence {
            outputs.strayResult = mail.epoch != asset.epoch ? .wrongEpoch : .oldSequence
            outputs.strayEpoch = mail.epoch
            outputs.straySequence = mail.sequence
            outputs.strays &+= 1
            return
        }
        outputs.sequence = mail.sequence
        if outputs.isMoving {
            // A newer command of the same owner ends the older one, whatever becomes of itself.
            outputs.isMoving = false
        }
        outputs.result = verdict(inputs, asset)
        guard outputs.result == .applied else { return }
        outputs.count &+= 1
        outputs.target = mail.value
        outputs.isMoving = true
        isClamped = false
        isRamped = false
    }

    private func verdict(_ inputs: Inputs, _ asset: AssetBlock.Outputs) -> CommandResult {
        let mail = inputs.mail
        if outputs.isShed { return .shed }
        if !asset.beatIsFresh { return .beatStale }
        if !inputs.isRemote { return .notRemote }
        if !(LoopBlock.isNumber(mail.value) && LoopBlock.isNumber(mail.expectedSetpoint) && isLive)
        {
            return .notFinite
        }
        if !limitsAreGood { return .badLimits }
        if mail.expectedCount != outputs.count { return .otherCount }
        if !(abs(mail.expectedSetpoint - inputs.liveSetpoint) <= inputs.settings.tolerance) {
            return .otherSetpoint
        }
        return .applied
    }

    /// Takes the setpoint on its way, inside the limits of this scan and by no more than allowed.
    mutating func moveOn(_ live: Float) {
        guard limitsAreGood else {
            outputs.isMoving = false
            outputs.result = .cutShort
            return
        }
        if outputs.target > high {
            outputs.target = high
            isClamped = true
        }
        if outputs.target < low {
            outputs.target = low
            isClamped = true
        }
        step(from: live, by: allowance)
        allowance -= abs(outputs.setpoint - live)
        if allowance < 0 { allowance = 0 }
        outputs.isMoving = outputs.setpoint != outputs.target
        if outputs.isMoving { isRamped = true }
        if isClamped && isRamped {
            outputs.result = .clampedAndRamped
        } else if isRamped {
            outputs.result = .ramped
        } else if isClamped {
            outputs.result = .clamped
        } else {
            outputs.result = .applied
        }
    }

    /// The same for a shed setpoint, at the rate declared for shedding.
    mutating func shedOn(_ inputs: Inputs) {
        guard limitsAreGood && isLive else {
            outputs.isShedding = false
            return
        }
        if outputs.target > high { outputs.target = high }
        if outputs.target < low { outputs.target = low }
        shedAllowance += inputs.settings.shedRate * seconds
        step(from: inputs.liveSetpoint, by: shedAllowance)
        shedAllowance -= abs(outputs.setpoint - inputs.liveSetpoint)
        if shedAllowance < 0 { shedAllowance = 0 }
        outputs.isShedding = outputs.setpoint != outputs.target
    }

    /// One step towards the target, never past it.
    private mutating func step(from live: Float, by most: Float) {
        let way = outputs.target - live
        if abs(way) <= most {
            outputs.setpoint = outputs.target
        } else if way > 0 {
            outputs.setpoint = live + most
            if outputs.setpoint > outputs.target { outputs.setpoint = outputs.target }
        } else {
            outputs.setpoint = live - most
            if outputs.setpoint < outputs.target { outputs.setpoint = outputs.target }
        }
        outputs.writes = outputs.setpoint != live
        if outputs.writes { reference = outputs.setpoint }
    }
}
