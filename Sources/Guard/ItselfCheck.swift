import Determinism
import Tags

/// The guard itself: the approved build, a self-test that passed and is not older than allowed,
/// and no FAILSAFE pressed.
///
/// What is not known denies moves without a person. For an accepted move it is noted in the
/// verdict instead, unless the rules demand it of all: a site that has approved nothing yet has a
/// person who looks at every move. What is known and wrong denies all alike.
func checkItself(_ hearing: Hearing) -> [Finding] {
    [judgeBuild(hearing), judgeSelfTest(hearing), judgeFailsafe(hearing)]
}

private func unknown(_ denial: Denial, _ note: Note, _ hearing: Hearing) -> Finding {
    hearing.rules.itself.demand == .always || hearing.isWithoutPerson
        ? .denied(.guardItself, nil, denial) : .noted(.guardItself, note)
}

private func judgeBuild(_ hearing: Hearing) -> Finding {
    guard let approved = hearing.rules.itself.approvedBuild, !approved.isEmpty else {
        return unknown(.buildNotApproved, .noApprovedBuild, hearing)
    }
    guard let build = hearing.circumstances.itself.build else {
        return .denied(.guardItself, nil, .buildUnknown)
    }
    guard build == approved else { return .denied(.guardItself, nil, .otherBuild) }
    return .accepted(.guardItself)
}

private func judgeSelfTest(_ hearing: Hearing) -> Finding {
    func denied(_ denial: Denial) -> Finding { .denied(.guardItself, nil, denial) }
    guard let test = hearing.circumstances.itself.selfTest else {
        return unknown(.selfTestMissing, .noSelfTest, hearing)
    }
    guard test.passed else {
        return denied(.selfTestFailed(question: test.failures.first ?? "no question was asked"))
    }
    guard let allowed = sound(hearing.rules.itself.selfTestAge) else {
        return denied(.limitMissing(.selfTestAge))
    }
    // A card's preview has no clock on the wall.
    guard let wall = hearing.binding?.monotonic else { return .accepted(.guardItself) }
    guard test.at <= wall else { return denied(.fromTheFuture(what: "self-test")) }
    guard let age = wall.elapsed(since: test.at), age <= allowed else {
        let age = wall.elapsed(since: test.at) ?? 0x1p63 * 1e-9  // more than can be said
        return denied(.tooOld(what: "self-test", seconds: age, allowed: allowed))
    }
    return .accepted(
        .guardItself, nil, Margin("self-test", left: allowed - age, of: allowed, .seconds))
}

private func judgeFailsafe(_ hearing: Hearing) -> Finding {
    guard let latched = hearing.circumstances.itself.failsafeLatched else {
        return unknown(.failsafeUnknown, .failsafeNotGiven, hearing)
    }
    return latched ? .denied(.guardItself, nil, .failsafeLatched) : .accepted(.guardItself)
}
