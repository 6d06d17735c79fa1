import NodeApp
import Rulebook
import Signing

/// A network as a readable file: its genesis, and where each node answers and listens.
struct NetworkFile {
    struct Node {
        let member: MemberID
        let http: LinkAddress
        let link: LinkAddress
        /// The folder with its keys; nil takes the sample keys of its name.
        let keys: String?
    }

    let genesis: String
    let nodes: [Node]
    /// Settings that all nodes share, as in a node's own file.
    let settings: JSONObject

    private static let format = "deedbox-network/1"

    /// The file of a network's folder.
    static func path(in folder: String) -> String { folder + "/network.json" }

    /// Reads the file; paths in it are relative to its folder.
    init(_ path: String) throws {
        let file = Folder.isFolder(path) ? NetworkFile.path(in: path) : path
        self = try ReadableJSON.read(file) { (value) throws(JSONError) in
            try NetworkFile(JSONElement(value), in: Folder.of(file))
        }
    }

    private init(_ element: JSONElement, in folder: String) throws(JSONError) {
        (genesis, nodes, settings) = try element.object { (reader) throws(JSONError) in
            try reader.member("format").exactly(NetworkFile.format)
            let genesis = try reader.member("genesis").string(maxByteCount: 4_096)
            let nodes = try reader.member("nodes").list(max: Genesis.maxValidators) { (node) throws(JSONError) in
                try Node(node, in: folder)
            }
            return (NetworkFile.place(genesis, in: folder), nodes, try NetworkFile.settings(&reader))
        }
    }

    private static func settings(_ reader: inout JSONReader) throws(JSONError) -> JSONObject {
        guard let element = reader.optionalMember("settings") else { return JSONObject() }
        guard case .object(let settings) = element.value else { throw element.invalid("must be an object") }
        for name in ["host", "port", "listen", "peers"] where settings[name] != nil {
            throw element.invalid("must not have \(name): it follows from the nodes")
        }
        return settings
    }

    fileprivate static func place(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : folder + "/" + path
    }

    /// The settings file of one node.
    func settings(of node: Node) -> JSONValue {
        var json = JSONObject()
        json.append("host", .string(node.http.host))
        json.append("port", .integer(Int64(node.http.port)))
        json.append("listen", .string(node.link.description))
        var peers = JSONObject()
        for peer in nodes where peer.member != node.member {
            peers.append(peer.member.text, .string(peer.link.description))
        }
        json.append("peers", .object(peers))
        for member in settings.members { json.append(member.name, member.value) }
        return .object(json)
    }

    /// The file as it stands in the network's own folder.
    var readable: JSONValue {
        let nodes = nodes.map { node in
            var json = JSONObject()
            json.append("member", .string(node.member.text))
            json.append("http", .string(node.http.description))
            json.append("link", .string(node.link.description))
            return JSONValue.object(json)
        }
        var json = JSONObject()
        json.append("format", .string(NetworkFile.format))
        json.append("genesis", "genesis.cbor")
        json.append("nodes", .array(nodes))
        json.append("settings", .object(settings))
        return .object(json)
    }
}

extension NetworkFile.Node {
    fileprivate init(_ element: JSONElement, in folder: String) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let name = try reader.member("member")
            guard let member = MemberID(try name.string()) else { throw name.invalid("must be " + MemberID.form) }
            return NetworkFile.Node(
                member: member, http: try NetworkFile.Node.address(reader.member("http")),
                link: try NetworkFile.Node.address(reader.member("link")),
                keys: try reader.optionalMember("keys")?.string(maxByteCount: 4_096).inFolder(folder))
        }
    }

    private static func address(_ element: JSONElement) throws(JSONError) -> LinkAddress {
        guard let address = LinkAddress(try element.string(maxByteCount: 300)) else {
            throw element.invalid("must be host:port")
        }
        return address
    }
}

extension String {
    fileprivate func inFolder(_ folder: String) -> String { NetworkFile.place(self, in: folder) }
}
