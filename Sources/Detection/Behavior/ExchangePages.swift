/// Script pages that Exchange's setup brings or serves, in lower case.
///
/// Whoever asks for them without being logged on does what they are for: they say nothing about an intruder. Sources:
/// the front end's `owa\auth` and `ecp\auth` folders and the addresses of services of Exchange 2013 to SE.
enum ExchangePages {
  static func isOwn(_ page: String) -> Bool { pages.contains(page) }

  private static let pages: Set<String> = [
    "/owa/auth/errorfe.aspx", "/owa/auth/error.aspx", "/owa/auth/expiredpassword.aspx", "/owa/auth/frowny.aspx",
    "/owa/auth/getidtoken.aspx", "/owa/auth/logoff.aspx", "/owa/auth/logon.aspx", "/owa/auth/outlookcn.aspx",
    "/owa/auth/redirsuiteserviceproxy.aspx", "/owa/auth/signout.aspx", "/owa/auth/svmfeedback.aspx",
    "/owa/default.aspx", "/owa/languageselection.aspx", "/owa/logoff.aspx", "/owa/basic/default.aspx",
    "/owa/sessiondata.ashx", "/owa/plt1.ashx", "/owa/userbootsettings.ashx", "/owa/attachment.ashx",
    "/ecp/auth/timeoutlogout.aspx", "/ecp/default.aspx", "/ecp/error.aspx", "/ecp/errorfe.aspx", "/ecp/exporttool.aspx",
    "/ecp/logoff.aspx", "/ews/exchange.asmx", "/autodiscover/autodiscover.asmx", "/default.aspx",
    "/ecp/themes/default.aspx", "/ecp/selectlanguage.aspx", "/ecp/owaoptions/default.aspx",
  ]
}
