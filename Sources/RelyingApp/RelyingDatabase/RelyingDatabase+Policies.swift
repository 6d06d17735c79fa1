internal import Evidence
internal import GRDB
internal import Rulebook
internal import Signing

/// What the party asks for in its scenes.
extension RelyingDatabase {
    /// The policy of a scene; nil when it has none.
    func policy(of scene: SceneCode) throws -> Demands? {
        let text = try pool.read { connection in
            try String.fetchOne(
                connection, sql: "SELECT policy FROM policies WHERE scene = ?", arguments: [scene.text])
        }
        return try text.map { try Demands(readable: try JSONValue(parsing: $0, maxByteCount: 1 << 16)) }
    }

    /// Puts a policy in the place of what was there.
    func setPolicy(_ policy: Demands?, of scene: SceneCode, at second: UInt64) throws {
        try pool.write { connection in
            try connection.execute(sql: "DELETE FROM policies WHERE scene = ?", arguments: [scene.text])
            guard let policy else { return }
            try connection.execute(
                sql: "INSERT INTO policies (scene, policy, since) VALUES (?, ?, ?)",
                arguments: [scene.text, policy.readable.compact, Int64(clamping: second)])
        }
    }
}
