/// Stops the fuzzer with the reason; a precondition's text is not kept in optimized builds.
func expect(_ holds: Bool, _ reason: @autoclosure () -> String = "a promise is broken") {
    if !holds { fatalError(reason()) }
}
