import CSundials

// What CVODES calls back. `data` is the `EquationBox` of the solver that is running, which keeps it
// alive. Return 0: done; 1: not finite, try a shorter step; −1: stop, no evaluations
// are left.

func modelDerivatives(
    _ t: Double, _ y: N_Vector?, _ rate: N_Vector?, _ data: UnsafeMutableRawPointer?
) -> Int32 {
    guard let box = unsafe box(data), let x = unsafe N_VGetArrayPointer(y),
        let out = unsafe N_VGetArrayPointer(rate)
    else { return -1 }
    guard box.mayEvaluate(at: t) else { return -1 }
    let n = unsafe Int(N_VGetLength(y))
    let states = unsafe Span(_unsafeStart: x, count: n)
    var rates = unsafe MutableSpan(_unsafeStart: out, count: n)
    return box.equations.derive(t, states, into: &rates) ? 0 : 1
}

func modelJacobian(
    _ t: Double, _ y: N_Vector?, _ rate: N_Vector?, _ jacobian: SUNMatrix?,
    _ data: UnsafeMutableRawPointer?, _ a: N_Vector?, _ b: N_Vector?, _ c: N_Vector?
) -> Int32 {
    guard let box = unsafe box(data), let x = unsafe N_VGetArrayPointer(y),
        let out = unsafe SUNDenseMatrix_Data(jacobian)
    else { return -1 }
    guard box.mayEvaluate(at: t) else { return -1 }
    let n = unsafe Int(N_VGetLength(y))
    let states = unsafe Span(_unsafeStart: x, count: n)
    var matrix = unsafe MutableSpan(_unsafeStart: out, count: n * n)
    return box.equations.differentiate(t, states, into: &matrix) ? 0 : 1
}

func modelSensitivities(
    _ count: Int32, _ t: Double, _ y: N_Vector?, _ rate: N_Vector?,
    _ columns: UnsafeMutablePointer<N_Vector?>?, _ rates: UnsafeMutablePointer<N_Vector?>?,
    _ data: UnsafeMutableRawPointer?, _ a: N_Vector?, _ b: N_Vector?
) -> Int32 {
    guard let box = unsafe box(data), let x = unsafe N_VGetArrayPointer(y),
        let columns = unsafe columns, let rates = unsafe rates
    else { return -1 }
    guard box.mayEvaluate(at: t) else { return -1 }
    let n = unsafe Int(N_VGetLength(y))
    let states = unsafe Span(_unsafeStart: x, count: n)
    guard box.equations.prepareSensitivities(t, states) else { return 1 }
    for j in 0..<Int(count) {
        guard let column = unsafe N_VGetArrayPointer(columns[j]),
            let out = unsafe N_VGetArrayPointer(rates[j])
        else { return -1 }
        let s = unsafe Span(_unsafeStart: column, count: n)
        var ds = unsafe MutableSpan(_unsafeStart: out, count: n)
        box.equations.sensitivityRate(column: j, s, into: &ds)
    }
    return 0
}

/// Messages become status codes; CVODES writes nothing to the error stream.
func ignoreMessage(
    _ code: Int32, _ module: UnsafePointer<CChar>?, _ function: UnsafePointer<CChar>?,
    _ message: UnsafeMutablePointer<CChar>?, _ data: UnsafeMutableRawPointer?
) {}

private func box(_ data: UnsafeMutableRawPointer?) -> EquationBox? {
    guard let data = unsafe data else { return nil }
    return unsafe Unmanaged<EquationBox>.fromOpaque(data).takeUnretainedValue()
}
