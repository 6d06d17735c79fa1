import Foundation
import Rulebook
import Signing

extension Catalogue {
    /// Most bytes of a type or a code list.
    private static let maxByteCount = 4 << 20

    /// Reads a folder: a type a file (`*.json`), and the code lists in its folder `lists`.
    public init(folder: String) throws {
        let types = try Catalogue.files(in: folder).map { path in
            try Catalogue.read(path) { (value) throws(JSONError) in try TypeDefinition(readable: value) }
        }
        let lists = try Catalogue.files(in: folder + "/lists", mayBeMissing: true).map { path in
            try Catalogue.read(path) { (value) throws(JSONError) in try CodeList(readable: value) }
        }
        try self.init(types: types, lists: lists)
    }

    /// The files of a folder in the order of their names.
    private static func files(in folder: String, mayBeMissing: Bool = false) throws -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            if mayBeMissing { return [] }
            throw SourceError.file(.missing, path: folder)
        }
        return names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    }

    private static func read<Value>(_ path: String, _ read: (JSONValue) throws(JSONError) -> Value) throws -> Value {
        let file = try FileBytes(path)
        let size = Int(clamping: try file.size())
        guard size <= maxByteCount else {
            throw CatalogueError.file(path, .tooLarge(byteCount: size, limit: maxByteCount))
        }
        let bytes = try file.all(size)
        do throws(JSONError) {
            return try read(try JSONValue(parsing: bytes, maxByteCount: maxByteCount))
        } catch { throw CatalogueError.file(path, error) }
    }
}

extension Mapping {
    /// Reads a mapping file strictly.
    public init(file path: String) throws {
        let file = try FileBytes(path)
        let size = Int(clamping: try file.size())
        guard size <= Mapping.maxByteCount else {
            throw MappingError.file(path, .tooLarge(byteCount: size, limit: Mapping.maxByteCount))
        }
        let bytes = try file.all(size)
        do throws(JSONError) { try self.init(parsing: bytes) } catch { throw MappingError.file(path, error) }
    }
}
