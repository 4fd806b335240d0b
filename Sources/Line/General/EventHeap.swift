/// What is on its way and comes for certain: a 4-ary heap of 16-byte events, for things of which
/// there may be any number at once. Whatever may be put off or called off has a slot instead.
struct EventHeap: ~Copyable {
    /// Order: time, then kind, then the order of coming.
    struct Event: BitwiseCopyable {
        var time: Int64
        /// Kind in 4 bits, running number in 32, index in 28.
        var word: UInt64

        var kind: Kind { word >> 60 == 0 ? .part : .delivery }
        var index: Int { Int(word & 0xFFF_FFFF) }

        func comes(before other: Event) -> Bool {
            time < other.time || (time == other.time && word < other.word)
        }
    }

    enum Kind: UInt64 {
        /// A part arrives at its station.
        case part = 0
        /// A supplier delivers.
        case delivery = 1
    }

    private(set) var events: Field<Event>
    private(set) var count = 0
    private var number: UInt64 = 0

    init() { events = Field(repeating: Event(time: .max, word: 0), count: 16) }

    /// When the first of them comes; `WinnerTree.never` if nothing is on its way.
    var next: Int64 { count == 0 ? WinnerTree.never : events[0].time }

    mutating func add(_ kind: Kind, _ index: Int, at time: Int64) {
        assert(index <= 0xFFF_FFFF)
        if count == events.count {
            events.grow(to: 2 * count, with: Event(time: .max, word: 0))
        }
        let word = kind.rawValue << 60 | (number & 0xFFFF_FFFF) << 28 | UInt64(index)
        number &+= 1
        let event = Event(time: time, word: word)
        var place = count
        count += 1
        while place > 0 {
            let parent = (place - 1) / 4
            guard event.comes(before: events[parent]) else { break }
            events[place] = events[parent]
            place = parent
        }
        events[place] = event
    }

    mutating func removeFirst() -> Event {
        let first = events[0]
        count -= 1
        let moved = events[count]
        var place = 0
        while true {
            let child = 4 * place + 1
            guard child < count else { break }
            var least = child
            for other in (child + 1)..<max(child + 1, min(child + 4, count))
            where events[other].comes(before: events[least]) { least = other }
            guard events[least].comes(before: moved) else { break }
            events[place] = events[least]
            place = least
        }
        events[place] = moved
        return first
    }

    /// The same events once more.
    init(copying other: borrowing EventHeap) {
        events = copied(other.events)
        (count, number) = (other.count, other.number)
    }
}

/// The same values once more.
func copied<Element>(_ field: borrowing Field<Element>) -> Field<Element> {
    let copy = Field(repeating: field[0], count: field.count)
    copy.copy(from: field)
    return copy
}
