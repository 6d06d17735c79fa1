import Glibc

/// The decoder that `DEEDBOX_DECODER` names.
private let decoder: Decoder = {
    let name = environment("DEEDBOX_DECODER") ?? ""
    guard let decoder = Decoder.all.first(where: { $0.name == name }) else {
        print("no decoder '\(name)'; DEEDBOX_DECODER is one of", Decoder.all.map(\.name).joined(separator: " "))
        exit(64)
    }
    return decoder
}()

/// Lists the decoders, or writes their samples, when asked for that instead.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer
) -> CInt {
    if environment("DEEDBOX_DECODER") == nil, let directory = environment("DEEDBOX_SAMPLES") {
        for decoder in Decoder.all {
            print(decoder.name)
            unsafe mkdir(directory + "/" + decoder.name, 0o777)
            for (number, sample) in decoder.samples().enumerated() {
                write(sample, to: "\(directory)/\(decoder.name)/sample-\(number)")
            }
        }
        exit(0)
    }
    return 0
}

/// Runs one input; a decoder that takes what it would not write is stopped like one that traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let outcome = decoder.outcome(of: input)
    if case .altered(let written) = outcome {
        preconditionFailure("\(decoder.name) reads \(input) and writes \(written)")
    }
    return 0
}

private func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}

private func write(_ bytes: [UInt8], to path: String) {
    guard let file = unsafe fopen(path, "w") else { preconditionFailure("cannot write \(path)") }
    unsafe fwrite(bytes, 1, bytes.count, file)
    unsafe fclose(file)
}
