/// A file by its directory and its name there.
struct FilePlace {
    let directory: Directory
    let name: String

    init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        name = String(parts.last ?? "")
        let parent = parts.dropLast().joined(separator: "/")
        directory = Directory(parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent)
    }
}
