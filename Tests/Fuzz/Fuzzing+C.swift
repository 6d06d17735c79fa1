import CFuzzer
import Glibc

/// `fuzz list`, `fuzz samples DIRECTORY`, or `fuzz DECODER` with the options of libFuzzer behind it.
@main
enum Fuzzing {
    static func main() {
        let arguments = CommandLine.arguments
        if let name = unsafe getenv(child) { return unsafe run(String(cString: name), options: arguments.dropFirst()) }
        switch arguments.dropFirst().first {
        case "list": for decoder in Decoder.all { print(decoder.name) }
        case "samples" where arguments.count == 3: writeSamples(below: arguments[2])
        case let name: run(name ?? "", options: arguments.dropFirst(2))
        }
    }

    /// libFuzzer starts this program again to merge: the child learns from here which decoder it is for.
    private static let child = "DEEDBOX_FUZZ_DECODER"

    private static func run(_ name: String, options: ArraySlice<String>) {
        guard let decoder = Decoder.all.first(where: { $0.name == name }) else {
            print("usage: fuzz list | samples DIRECTORY | DECODER [libFuzzer's options]")
            exit(64)
        }
        unsafe target = decoder
        unsafe setenv(child, name, 1)
        let all = CommandLine.arguments.prefix(1) + options
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe all.map { unsafe strdup($0) } + [nil]
        var count = CInt(all.count)
        let status = unsafe arguments.withUnsafeMutableBufferPointer { buffer in
            var start = buffer.baseAddress
            return unsafe LLVMFuzzerRunDriver(&count, &start, test)
        }
        exit(status)
    }

    private static func writeSamples(below directory: String) {
        for decoder in Decoder.all {
            unsafe mkdir(directory + "/" + decoder.name, 0o777)
            for (number, sample) in decoder.samples().enumerated() {
                let path = "\(directory)/\(decoder.name)/sample-\(number)"
                guard let file = unsafe fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
                unsafe fwrite(sample, 1, sample.count, file)
                unsafe fclose(file)
            }
        }
    }
}

/// Set once, before the driver starts on this thread.
nonisolated(unsafe) private var target: Decoder?

/// One input; a decoder that takes what it would not write is stopped like one that traps.
private func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    if let target = unsafe target, case .altered(let written) = target.outcome(of: input) {
        print("\(target.name) reads \(input) and writes \(written)")
        fflush(nil)
        abort()
    }
    return 0
}
