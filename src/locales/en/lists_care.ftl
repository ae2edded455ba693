# What is taken back on a list: a list opened by mistake, a city let in; and serials that moved
lists-renumbered = { $count ->
    [one] One project has another serial for that
   *[other] { $count } projects have another serial for that
}
