/// A field of plain values, allocated once and walked without a check of every index.
///
/// Indexes are checked in debug builds only: a simulation reads and writes a few of these per
/// event, and what it indexes with was laid out when the field was made.
@safe struct Field<Element: BitwiseCopyable>: ~Copyable {
    private(set) var count: Int
    private var base: UnsafeMutablePointer<Element>

    init(repeating value: Element, count: Int) {
        precondition(count > 0, "a field of \(count)")
        self.count = count
        unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: count)
        unsafe base.initialize(repeating: value, count: count)
    }

    /// The values of an array that has some.
    init(of values: [Element]) {
        self.init(repeating: values[0], count: values.count)
        for (index, value) in values.enumerated() { self[index] = value }
    }

    deinit { unsafe base.deallocate() }

    subscript(_ index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count)
            return unsafe base[index]
        }
        @inline(__always) nonmutating set {
            assert(index >= 0 && index < count)
            unsafe base[index] = newValue
        }
    }

    /// Changes an element where it stands.
    @inline(__always) func change<Result>(
        _ index: Int, _ body: (inout Element) -> Result
    ) -> Result {
        assert(index >= 0 && index < count)
        return unsafe body(&base[index])
    }

    /// Takes over the values of a field of the same length.
    func copy(from other: borrowing Field) {
        precondition(other.count == count, "a field of \(count) from one of \(other.count)")
        unsafe base.update(from: other.base, count: count)
    }

    /// Makes room for more, `value` in each new place.
    mutating func grow(to larger: Int, with value: Element) {
        precondition(larger > count, "a field of \(count) grown to \(larger)")
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        unsafe moved.moveInitialize(from: base, count: count)
        unsafe (moved + count).initialize(repeating: value, count: larger - count)
        unsafe base.deallocate()
        unsafe base = moved
        count = larger
    }
}

/// Numbers in eight lanes.
typealias LaneField = Field<SIMD8<Double>>
