import Signing

/// Readable files: strict JSON, every fault told with the file and the path within.
enum ReadableJSON {
    /// Most bytes of a readable file.
    static let maxByteCount = 4 << 20

    /// Reads a file and makes of it what `read` says; `page` is where its form stands.
    static func read<Value>(
        _ path: String, page: String = "docs/commands.md", _ read: (JSONValue) throws(JSONError) -> Value
    ) throws -> Value {
        let bytes = try WholeFile.bytes(path, max: maxByteCount)
        do throws(JSONError) {
            return try read(try JSONValue(parsing: bytes, maxByteCount: maxByteCount))
        } catch { throw ConsoleWords.notJSON(path, JSONWords.describe(error), page: page) }
    }
}
