// Entry of libFuzzer for the socket protocol: any bytes must end in a value or in an error, and a
// value must have exactly the bytes it came from.
import Act
import Guard
import GuardLink
import Tags
import Wire

enum FuzzWire {
    static let dialect = WireDialect(magic: 0x464C_5947, version: 1)
    /// What a fuzzer can reach soon.
    static let limits = WireLimits(bytes: 4000, depth: 12, values: 1000, textBytes: 300)

    static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let rest = bytes.dropFirst()
        switch first % 10 {
        case 0: check(Proposal.self, rest)
        case 1: check(Verdict.self, rest)
        case 2: check(Outcome.self, rest)
        case 3: check(Circumstances.self, rest)
        case 4: check([String: [Double?]].self, rest)
        case 5: check(Settled.self, rest)
        case 6: check([Override].self, rest)
        case 7: check(GuardRequest.self, rest)
        case 8: check(GuardReply.self, rest)
        default: checkFrame(rest)
        }
    }

    static func check<Value: Codable>(_ type: Value.Type, _ bytes: ArraySlice<UInt8>) {
        do throws(WireError) {
            let value = try wireValue(type, from: bytes, limits: limits)
            let again = try wireBytes(value, limits: limits)
            expect(again.elementsEqual(bytes), "two spellings of one value")
        } catch {
            let offset = error.offset ?? -1
            expect(offset >= 0 && offset <= bytes.count, "\(error)")
            expect(!error.description.isEmpty)
        }
    }

    static func checkFrame(_ bytes: ArraySlice<UInt8>) {
        do throws(WireError) {
            let frame = try WireFrame(bytes, of: dialect, limits: limits)
            let again = try frame.bytes(of: dialect, limits: limits)
            expect(again.elementsEqual(bytes), "two spellings of one frame")
        } catch { expect(!error.description.isEmpty) }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzWire.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
