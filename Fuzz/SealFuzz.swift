// Entry of libFuzzer for twin.sealed and the list of approvers: any bytes must end in a value that
// writes itself as the same bytes, or in a refusal that says why.
import Expressions
import GuardSide
import Seal

enum FuzzSeal {
    static func run(_ bytes: [UInt8]) {
        runSeal(bytes)
        runApprovers(bytes)
        runBody(bytes)
    }

    private static func runSeal(_ bytes: [UInt8]) {
        do throws(FileDamage) {
            let seal = try SealFile(bytes)
            expect(seal.bytes == bytes, "a seal reads as other bytes than it has")
            do throws(SealRefusal) {
                _ = try Approvers().judge(seal)
                expect(false, "an empty list lets a seal pass")
            } catch { expect(!error.text.isEmpty, "refused without a reason") }
            runBody(seal.body)
        } catch { expect(!error.text.isEmpty, "refused without a reason") }
    }

    private static func runApprovers(_ bytes: [UInt8]) {
        do throws(ApproverRefusal) {
            let list = try Approvers(bytes)
            expect(list.bytes == bytes, "a list reads as other bytes than it has")
        } catch { expect(!error.text.isEmpty, "refused without a reason") }
    }

    private static func runBody(_ bytes: [UInt8]) {
        do throws(SealedTwinError) {
            let twin = try SealedTwin(body: bytes)
            let again = try twin.body()
            expect(again == bytes, "a twin reads as other bytes than it has")
            _ = try twin.plantReading()
            expect(twin.differences(to: twin).isEmpty, "a twin differs from itself")
        } catch { expect(!error.text.isEmpty, "refused without a reason") }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzSeal.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
