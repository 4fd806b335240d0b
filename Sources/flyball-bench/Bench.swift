/// Prints what this machine measures; `make bench` runs the peers beside it.
@main
struct Bench {
    static func main() async throws {
        benchTape()
        benchLine()
        benchMemory()
        benchQuestion()
        benchFutures()
        benchGrowth()
        benchLoop("examples/reheat-furnace")
        try await benchStorage()
    }
}
