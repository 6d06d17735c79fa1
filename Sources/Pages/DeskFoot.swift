/// What stands below every page of an issuing desk: its other pages, and the way out.
public struct DeskFoot: Sendable {
    /// The form token of the session; nil for who came without one, and has nothing to leave.
    let token: String?
    let readsImports: Bool
    let looksUp: Bool

    public init(token: String?, readsImports: Bool, looksUp: Bool) {
        self.token = token
        self.readsImports = readsImports
        self.looksUp = looksUp
    }

    func html(isChinese: Bool) -> String {
        var words: [String: Any] = [
            "imports": isChinese ? "导入" : "Imports", "lookUps": isChinese ? "窗口核验" : "Look-ups",
            "leave": isChinese ? "退出登录" : "Sign out", "readsImports": readsImports, "looksUp": looksUp,
        ]
        // An empty text would count as something to show.
        words["token"] = token
        return Layout.render(DeskFoot.template, words)
    }

    private static let template = """

        <div class="bottom"><span>{{#readsImports}}<a href="/runs">{{imports}}</a> {{/readsImports}}
        {{#looksUp}}<a href="/look-ups">{{lookUps}}</a>{{/looksUp}}</span>
        {{#token}}<form class="inline" method="post" action="/sign-out">
        <input type="hidden" name="token" value="{{token}}">
        <button class="button plain">{{leave}}</button></form>{{/token}}</div>
        """
}
