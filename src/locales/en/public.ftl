# The list for everybody
public-title = Lists of key manufacturing projects
public-none = No list has been published yet.
public-standing = { $number }, published on { $day }
public-shown = { $count ->
    [one] 1 project
   *[other] { $count } projects
}
public-data = Open data (OC4IDS)
public-column-industry = Industry
public-column-total = Total investment (10,000 yuan)
