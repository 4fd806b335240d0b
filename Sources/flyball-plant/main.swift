import Glibc
import ModbusDevice

func say(_ text: String) { writeText(text + "\n", to: STDOUT_FILENO) }
func complain(_ text: String) { writeText("flyball-plant: \(text)\n", to: STDERR_FILENO) }

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.contains("--help") || arguments.contains("-h") {
        print(PlantOptions.usage)
        exit(0)
    }
    let options = try PlantOptions(arguments)
    switch options.verb {
    case .judge:
        for outcome in Outcome.judge(options) {
            say(options.isJSON ? outcome.json : outcome.text)
        }
    case .baselines: Baselines.run(options)
    case .record:
        guard let path = options.record else {
            throw PlantOptions.Misuse(text: "record needs --record FILE.csv")
        }
        try Recording.run(options, to: path)
    case .serve: try Serving.run(options)
    }
} catch let misuse as PlantOptions.Misuse {
    complain(misuse.text + "\n" + PlantOptions.usage)
    exit(2)
} catch let failure as DeviceError {
    complain(failure.reason)
    exit(1)
} catch let unwritable as TextFile.Unwritable {
    complain("cannot write \(unwritable.path): \(unwritable.reason)")
    exit(1)
}
